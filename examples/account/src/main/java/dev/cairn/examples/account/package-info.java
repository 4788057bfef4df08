/**
 * The program of the README: deposits, withdrawals and a balance that survives a crash.
 *
 * <p>It uses only types of {@code dev.cairn.api}. Backends come from the module path.
 */
@NullMarked
package dev.cairn.examples.account;

import org.jspecify.annotations.NullMarked;
