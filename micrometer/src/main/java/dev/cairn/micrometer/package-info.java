/**
 * Meters and spans of a system. {@link dev.cairn.micrometer.CairnMetrics} is a listener, {@link
 * dev.cairn.micrometer.CairnTracing} a tracer. Nothing else of Cairn needs this package.
 */
@NullMarked
package dev.cairn.micrometer;

import org.jspecify.annotations.NullMarked;
