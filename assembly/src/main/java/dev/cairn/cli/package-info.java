/**
 * The {@code cairn} command: one class for each subcommand, progress on long work, JSON for machines.
 *
 * <p>Never here: knowledge of a backend or of the record format. Whatever a command needs to know of a store comes
 * through {@code dev.cairn.api}. The bank that {@code cairn demo} runs lives in {@code dev.cairn.cli.demo}, safe
 * printing in {@code dev.cairn.cli.print}.
 */
@NullMarked
package dev.cairn.cli;

import org.jspecify.annotations.NullMarked;
