package dev.cairn.examples.transfer;

import dev.cairn.api.Command;

/** What can be asked of a transfer: to happen. */
record Move(String from, String to, long cents) implements Command<Move, String> {}
