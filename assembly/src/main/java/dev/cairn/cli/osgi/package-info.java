/**
 * The program that {@code cairn osgi} starts in a JVM of its own, on the class path beside a framework.
 *
 * <p>Never here: anything of the command line, or of Cairn itself; that is what the bundles are.
 */
@NullMarked
package dev.cairn.cli.osgi;

import org.jspecify.annotations.NullMarked;
