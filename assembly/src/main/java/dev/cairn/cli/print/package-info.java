/**
 * What leaves the program: texts that cannot harm a terminal, values as JSON, lines that stream.
 *
 * <p>Never here: what is printed. That is the business of the commands in {@code dev.cairn.cli}.
 */
@NullMarked
package dev.cairn.cli.print;

import org.jspecify.annotations.NullMarked;
