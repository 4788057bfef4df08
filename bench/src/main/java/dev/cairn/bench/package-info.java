/**
 * Measures the actors as their author uses them, beside the same work hand-written on the raw database.
 *
 * <p>The build relies on no number of this package. Benchmarks run only on demand.
 */
@NullMarked
package dev.cairn.bench;

import org.jspecify.annotations.NullMarked;
