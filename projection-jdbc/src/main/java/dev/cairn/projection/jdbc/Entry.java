package dev.cairn.projection.jdbc;

import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.Withdrawal;

/** One thing that a reader was given and that is to be written. */
sealed interface Entry {

  /** How far the projection has come with it. */
  LogOffset offset();

  /** What it is, for people. */
  String words();

  /** An event. */
  record Event(LoggedEvent event) implements Entry {
    @Override
    public LogOffset offset() {
      return event.offset();
    }

    @Override
    public String words() {
      return "event " + event.sequence() + " of " + event.actorType() + " " + event.id() + ", a " + event.type();
    }
  }

  /** A withdrawal of events. */
  record Withdrawn(Withdrawal withdrawal) implements Entry {
    @Override
    public LogOffset offset() {
      return withdrawal.offset();
    }

    @Override
    public String words() {
      return "the withdrawal of the events " + withdrawal.firstSequence() + " to " + withdrawal.lastSequence() + " of "
          + withdrawal.actorType() + " " + withdrawal.id();
    }
  }

  /** A loss of events: the projection goes back. */
  record Lost(LogOffset offset) implements Entry {
    @Override
    public String words() {
      return "the loss of the events after " + offset;
    }
  }
}
