package dev.cairn.impl.actor;

import dev.cairn.api.Forgotten;
import dev.cairn.impl.journal.TimerIndex;
import dev.cairn.impl.place.Elsewhere;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.TimerSetting;
import dev.cairn.impl.timer.DueTimer;
import dev.cairn.spi.StreamKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fires the durable timers of one store that are of this process: where it writes alone, all of them; where several
 * write, those of the actors that it has in memory, or had there and nobody else has taken over.
 */
final class TimerFiring extends TimerLoop {
  private final @Nullable OwnTimers own;

  /** Fires all that an index knows. */
  TimerFiring(LocalActorSystem system, String store, TimerIndex index) {
    super(system, store, index);
    own = null;
  }

  /** Fires those of the actors of this process. */
  TimerFiring(LocalActorSystem system, String store, OwnTimers own) {
    super(system, store, own);
    this.own = own;
  }

  /** Tells of the timers that a recovered actor has; an index knows most of them. Any thread may call. */
  void recovered(StreamKey actor, long epoch, List<TimerSetting> timers) {
    tell(() -> {
      source().timers().setAll(actor, timers);
      if (own != null) {
        own.recovered(actor, epoch);
      }
    });
  }

  /** Tells what an event of an actor has changed; an index reads it in the log. Any thread may call. */
  void changed(StreamKey actor, long epoch, long sequence, Metadata metadata, boolean hasSome) {
    if (own != null) {
      tell(() -> own.changed(actor, epoch, sequence, metadata, hasSome));
    }
  }

  @Override
  void letGo(DueTimer timer, KnownType<?, ?, ?> known, StreamKey actor) {
    long sequence = timer.sequence();
    Way way = Way.to(system(), known, actor);
    if (own == null || way == null && system().registry().isActive(actor)) {
      fire(timer, sequence, known, actor);
    } else if (way == null) {
      long epoch = own.epoch(actor);
      Thread.ofVirtual().name("cairn-claim").start(() -> fireIfClaimed(timer, sequence, known, actor, epoch));
    } else if (way.isHere()) {
      fire(timer, sequence, known, actor);
    } else {
      arrived();
      leave(timer, sequence, actor);
    }
  }

  /** An actor that rests is only woken here if no other process has taken it over. */
  private void fireIfClaimed(DueTimer timer, long sequence, KnownType<?, ?, ?> known, StreamKey actor, long epoch) {
    try {
      boolean claimed = epoch != 0 && known.store().isClaimed(actor, epoch);
      tell(() -> {
        if (claimed) {
          fire(timer, sequence, known, actor);
        } else {
          arrived();
          leave(timer, sequence, actor);
        }
      });
    } catch (RuntimeException | Error e) {
      tell(() -> {
        arrived();
        failed(timer, sequence, actor, e);
      });
    }
  }

  /** Another process has the actor, and sees to its timers. */
  private void leave(DueTimer timer, long sequence, StreamKey actor) {
    ended(timer, sequence);
    if (own != null) {
      own.forget(actor);
    }
  }

  private void fire(DueTimer timer, long sequence, KnownType<?, ?, ?> known, StreamKey actor) {
    Firing letter = new Firing(timer.name(), sequence, now(), new Firing.Listener() {
      private boolean aside; // read and written by the thread of the timers

      @Override
      public void stashed() {
        tell(this::putAside);
      }

      @Override
      public void early(long millis) {
        tell(() -> {
          putAside();
          source().timers().postpone(timer, sequence, millis);
        });
      }

      @Override
      public void ended(@Nullable Throwable failure) {
        tell(() -> {
          putAside();
          settle(timer, sequence, actor, failure);
        });
      }

      private void putAside() {
        if (!aside) {
          arrived();
        }
        aside = true;
      }
    });
    send(letter, known, actor);
  }

  private void settle(DueTimer timer, long sequence, StreamKey actor, @Nullable Throwable failure) {
    if (failure == null || failure instanceof Forgotten) {
      ended(timer, sequence);
    } else if (failure instanceof Elsewhere) {
      leave(timer, sequence, actor);
    } else {
      failed(timer, sequence, actor, failure);
    }
  }
}
