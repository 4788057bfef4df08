/**
 * The {@code cairn} command: one class for each subcommand, progress on long work, JSON for machines.
 *
 * <p>Contains no knowledge of a backend or of the record format: commands read a store through {@code dev.cairn.api}.
 * The bank of {@code cairn demo} is in {@code dev.cairn.cli.demo}, safe printing in {@code dev.cairn.cli.print}.
 */
@NullMarked
package dev.cairn.cli;

import org.jspecify.annotations.NullMarked;
