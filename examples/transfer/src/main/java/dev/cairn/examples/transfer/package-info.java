/**
 * A transfer between two accounts that happens exactly once, even if the process is killed.
 *
 * <p>It uses only types of {@code dev.cairn.api}. Backends come from the module path.
 */
@NullMarked
package dev.cairn.examples.transfer;

import org.jspecify.annotations.NullMarked;
