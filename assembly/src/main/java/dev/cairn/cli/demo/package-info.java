/**
 * The bank of {@code cairn demo}: one persistent actor for each account, fed from a file, halted half-way and checked.
 *
 * <p>{@link dev.cairn.cli.demo.Account} is the actor to read first. {@link dev.cairn.cli.demo.Conductor} starts the
 * processes, {@link dev.cairn.cli.demo.BankRun} is the work of one process.
 */
@NullMarked
package dev.cairn.cli.demo;

import org.jspecify.annotations.NullMarked;
