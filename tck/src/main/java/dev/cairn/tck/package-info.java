/**
 * The kit that certifies a backend: each rule is one test with a number.
 *
 * <p>Start at {@link dev.cairn.tck.BackendCertification}: extend it in your backend's tests and return your provider.
 * The contracts are in {@code dev.cairn.spi}; what each rule requires, and why, is in {@code
 * docs/writing-a-backend.md}.
 *
 * <p>Never here: a rule that is left out silently, or knowledge of one particular backend. The code that runs the rules
 * without a build is in {@code dev.cairn.tck.run}.
 */
@NullMarked
package dev.cairn.tck;

import org.jspecify.annotations.NullMarked;
