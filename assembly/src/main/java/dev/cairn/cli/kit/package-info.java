/**
 * Certifying a backend: the JVM in which the kit runs, what it reports, and the certificate.
 *
 * <p>Never here: a rule, or JUnit. Those are in {@code dev.cairn.tck}, which the command line neither requires nor
 * loads.
 */
@NullMarked
package dev.cairn.cli.kit;

import org.jspecify.annotations.NullMarked;
