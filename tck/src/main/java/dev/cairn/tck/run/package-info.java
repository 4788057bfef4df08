/**
 * The kit without a build: {@code cairn certify} starts {@link dev.cairn.tck.run.Main} in a JVM of its own, on the
 * class path beside JUnit's launcher and an OSGi framework, and reads what it reports.
 *
 * <p>Never here: a rule, except the two that a backend is found at all. How a certificate looks is the business of the
 * command line.
 */
@NullMarked
package dev.cairn.tck.run;

import org.jspecify.annotations.NullMarked;
