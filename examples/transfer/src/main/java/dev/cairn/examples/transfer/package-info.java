/**
 * A transfer between two accounts that happens once, whenever the process dies.
 *
 * <p>Never here: a type that is not in {@code dev.cairn.api}. Backends come from the module path.
 */
@NullMarked
package dev.cairn.examples.transfer;

import org.jspecify.annotations.NullMarked;
