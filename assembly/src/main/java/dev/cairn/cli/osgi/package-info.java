/**
 * The program that {@code cairn osgi} starts in a JVM of its own, on the class path beside a framework.
 *
 * <p>Contains nothing of the command line or of Cairn itself, which comes as bundles.
 */
@NullMarked
package dev.cairn.cli.osgi;

import org.jspecify.annotations.NullMarked;
