package dev.cairn.impl.actor;

import dev.cairn.api.ActorRef;
import dev.cairn.api.Command;
import dev.cairn.api.Terminated;
import dev.cairn.impl.mailbox.DeferredAnswer;
import dev.cairn.impl.mailbox.Letter;
import dev.cairn.impl.mailbox.Origin;
import dev.cairn.impl.place.Elsewhere;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The move of a persistent actor to another process. Only the actor's thread uses it. */
final class Departure {
  /** How long until it is looked again whether an answer that is owed has been given. */
  static final Duration LOOK = Duration.ofMillis(20);

  private final List<Runnable> listeners = new ArrayList<>();

  /** Adds what runs when the actor has left. */
  void add(Runnable done) {
    listeners.add(done);
  }

  /** Whether the actor still owes an answer, or waits for something that it has begun. */
  boolean owes(Belongings own) {
    own.deferred.removeIf(DeferredAnswer::isOver);
    return !own.deferred.isEmpty() || own.pipes > 0;
  }

  /** Sends what is stashed after the actor, and tells those who watch it that it has ended here. */
  void clear(Belongings own, ActorRef<?> self, @Nullable Way way) {
    while (way != null && !own.stash.isEmpty()) {
      forward(own.stash.remove(), way);
    }
    own.watchers.forEach(each -> each.signal(new Signal.Gone(new Terminated(self, new Terminated.Cause.Wanted()))));
    own.watchers.clear();
  }

  void end() {
    listeners.forEach(Runnable::run);
  }

  /** Sends a letter to the process that runs its actor; where its sender does that, gives it back. */
  static void forward(Letter letter, Way way) {
    if (letter.isCarried() && !letter.isTell() || letter instanceof Firing || letter instanceof Wake) {
      letter.fail(Elsewhere.SEND_AGAIN);
      return;
    }
    Command<?, ?> command = letter instanceof Activation ? null : letter.open();
    if (letter instanceof Activation) {
      complete(letter, way.spawn(way.system().askTimeout()));
    } else if (command != null && letter.isTell()) {
      way.tell(command, letter.origin());
    } else if (command != null) {
      complete(letter, way.ask(command, letter.id(), letter.origin(), way.system().askTimeout()));
    }
  }

  private static void complete(Letter letter, CompletableFuture<@Nullable Object> answer) {
    answer.whenComplete((value, failure) -> {
      if (failure == null) {
        letter.answer(value);
      } else {
        letter.fail((RuntimeException) failure);
      }
    });
  }
}
