/**
 * The output of the program: texts that cannot harm a terminal, values as JSON, streams of lines.
 *
 * <p>The commands in {@code dev.cairn.cli} decide what is printed.
 */
@NullMarked
package dev.cairn.cli.print;

import org.jspecify.annotations.NullMarked;
