/**
 * Progress on stderr: a bar in a terminal, a line for each tenth in a log.
 *
 * <p>Contains neither the work itself nor output for programs.
 */
@NullMarked
package dev.cairn.cli.progress;

import org.jspecify.annotations.NullMarked;
