/**
 * The {@code cairn} command: one class for each subcommand, progress on long work, JSON for machines.
 *
 * <p>Never here: knowledge of a backend or of the record format. Whatever a command needs to know of a store comes
 * through {@code dev.cairn.api}.
 */
@NullMarked
package dev.cairn.cli;

import org.jspecify.annotations.NullMarked;
