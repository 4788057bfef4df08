/**
 * The kit that certifies a backend: one rule a test, each with its number.
 *
 * <p>Start at {@link dev.cairn.tck.BackendCertification}: extend it in your backend's tests and return your provider.
 * The
 * contracts are in {@code dev.cairn.spi}, the intent of each rule in {@code docs/writing-a-backend.md}.
 *
 * <p>Never here: a skipped rule, or knowledge of one particular backend.
 */
@NullMarked
package dev.cairn.tck;

import org.jspecify.annotations.NullMarked;
