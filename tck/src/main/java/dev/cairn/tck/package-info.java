/**
 * Suites for a backend author to extend, one rule a test, each with its number.
 *
 * <p>Never here: a skipped rule, or knowledge of one particular backend. The contracts are in {@code dev.cairn.spi},
 * the intent of each rule in {@code docs/writing-a-backend.md}.
 */
@NullMarked
package dev.cairn.tck;

import org.jspecify.annotations.NullMarked;
