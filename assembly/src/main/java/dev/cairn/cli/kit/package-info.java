/**
 * Certifies a backend: the JVM of the kit, its report, and the certificate.
 *
 * <p>Contains no rule and no JUnit. These are in {@code dev.cairn.tck}, which the command line neither requires nor
 * loads.
 */
@NullMarked
package dev.cairn.cli.kit;

import org.jspecify.annotations.NullMarked;
