package dev.cairn.examples.transfer;

import dev.cairn.api.Command;

/** The command of a transfer: moves the money. */
record Move(String from, String to, long cents) implements Command<Move, String> {}
