package dev.cairn.impl.actor;

import dev.cairn.api.CairnListener.Handled;
import dev.cairn.api.CairnListener.Handled.Outcome;
import dev.cairn.api.CairnTracer;
import dev.cairn.api.Command;
import dev.cairn.api.Deferred;
import dev.cairn.api.Reply;
import dev.cairn.impl.mailbox.Letter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A command of which a listener hears, or around which a tracer stands. It is made for these only. */
final class WatchedCommand {
  private final ActorCell<?> cell;
  private final String command;
  private final long since;
  private final CairnTracer.@Nullable CommandSpan span;

  private WatchedCommand(ActorCell<?> cell, String command, long since, CairnTracer.@Nullable CommandSpan span) {
    this.cell = cell;
    this.command = command;
    this.since = since;
    this.span = span;
  }

  /** Begins at a {@link System#nanoTime}; null where nobody listens. */
  static @Nullable WatchedCommand begin(ActorCell<?> cell, Letter letter, Command<?, ?> command, long since) {
    Tracing tracing = cell.system().tracing();
    if (tracing == null && !cell.system().observer().hearsCommands()) {
      return null;
    }
    String name = Glance.name(command.getClass());
    return new WatchedCommand(cell, name, since,
        tracing == null ? null : tracing.handling(cell, name, letter.origin()));
  }

  void end(@Nullable Reply reply) {
    end(switch (reply) {
      case null -> Outcome.FAILED;
      case Reply.Value value -> Outcome.ANSWERED;
      case Reply.Refusal refusal -> Outcome.REFUSED;
      case Reply.Stashed stashed -> Outcome.STASHED;
      case Deferred<?> later -> Outcome.DEFERRED;
    }, null);
  }

  void fail(Throwable thrown) {
    end(Outcome.FAILED, thrown);
  }

  private void end(Outcome outcome, @Nullable Throwable failure) {
    Tracing.end(span, outcome, failure);
    if (cell.system().observer().hearsCommands()) {
      cell.system().observer().handled(new Handled(cell.path(), cell.definition().name(), command, outcome,
          Duration.ofNanos(System.nanoTime() - since), cell.depth()));
    }
  }
}
