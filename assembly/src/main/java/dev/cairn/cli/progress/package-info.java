/**
 * How far a piece of work is, on stderr: a bar in a terminal, a line for each tenth in a log.
 *
 * <p>Never here: the work itself, and whatever a machine reads.
 */
@NullMarked
package dev.cairn.cli.progress;

import org.jspecify.annotations.NullMarked;
