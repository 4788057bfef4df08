/**
 * The kit without a build: {@code cairn certify} starts {@link dev.cairn.tck.run.Main} in a JVM of its own, with
 * JUnit's launcher and an OSGi framework on the class path, and reads its report.
 *
 * <p>Never here: a rule, except the two that require that a backend is found. The command line formats the certificate.
 */
@NullMarked
package dev.cairn.tck.run;

import org.jspecify.annotations.NullMarked;
