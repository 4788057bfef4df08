package dev.cairn.impl.actor;

import dev.cairn.api.CairnListener.Handled.Outcome;
import dev.cairn.api.CairnTracer;
import dev.cairn.impl.mailbox.Origin;
import dev.cairn.impl.observe.GuardedLogger;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tracer of a system. What it throws is logged, and the work goes on without a span. Any thread may call. */
record Tracing(CairnTracer tracer) {
  private static final GuardedLogger LOG = GuardedLogger.of("dev.cairn");

  /** The origin of a command that is sent now. */
  @Nullable
  Origin sending(@Nullable Origin origin) {
    Object sender = guarded(tracer::sending);
    if (origin != null) {
      return origin.sentBy(sender);
    }
    return sender == null ? null : new Origin(null, null, sender);
  }

  CairnTracer.@Nullable CommandSpan handling(ActorCell<?> cell, String command, @Nullable Origin origin) {
    Optional<Origin> known = Optional.ofNullable(origin);
    return guarded(() -> tracer.handling(new CairnTracer.Sent(cell.path(), cell.definition().name(), command,
        known.map(Origin::correlationId), known.map(Origin::sender))));
  }

  static void end(CairnTracer.@Nullable CommandSpan span, Outcome outcome, @Nullable Throwable failure) {
    if (span != null) {
      guarded(() -> {
        span.end(outcome, failure);
        return span;
      });
    }
  }

  /** Persists within a span. */
  <S> S persisting(ActorCell<?> cell, int events, Supplier<S> persist) {
    CairnTracer.PersistSpan span = guarded(() -> tracer.persisting(cell.path(), cell.definition().name(), events));
    try {
      S state = persist.get();
      end(span, null);
      return state;
    } catch (Throwable thrown) {
      end(span, thrown);
      throw thrown;
    }
  }

  private static void end(CairnTracer.@Nullable PersistSpan span, @Nullable Throwable failure) {
    if (span != null) {
      guarded(() -> {
        span.end(failure);
        return span;
      });
    }
  }

  private static <T> @Nullable T guarded(Supplier<? extends @Nullable T> call) {
    try {
      return call.get();
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.WARNING, () -> "The tracer threw.", e);
      return null;
    }
  }
}
