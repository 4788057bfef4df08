package dev.cairn.impl.actor;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.CairnListener.Passivated;
import dev.cairn.api.Command;
import dev.cairn.api.Mailbox;
import dev.cairn.api.StartFailed;
import dev.cairn.api.Supervision;
import dev.cairn.api.Terminated;
import dev.cairn.api.Terminated.Cause;
import dev.cairn.impl.mailbox.Errand;
import dev.cairn.impl.mailbox.Letter;
import dev.cairn.impl.supervise.RestartBudget;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One actor: its mailbox, and while it is in memory its instance. Any thread sends; everything else happens on the one
 * thread that runs it.
 *
 * <pre>
 *   no instance --start or recover--> working --failure--> ending --children gone, stopped called--> working
 *                                     working --idle-----> ending --> no instance
 *                                     any     --stop-----> ending --> closed; only now the id is free
 * </pre>
 *
 * @param <C> the commands
 */
abstract class ActorCell<C extends Command<?, ?>> extends AddressedCell<C> {
  private volatile @Nullable Ending ending;
  private @Nullable HandlerContext<C> context;
  private @Nullable Object pause;
  private boolean gone;

  ActorCell(LocalActorSystem system, @Nullable ActorCell<?> parent, String id, Mailbox mailbox) {
    super(system, parent, id, mailbox);
  }

  /** A fresh instance that has not started, on the stream of the one before; null if the next letter is to recover. */
  abstract @Nullable HandlerContext<C> nextContext(@Nullable HandlerContext<C> before);

  /** Makes the id free. */
  abstract void unregister();

  /** The instance that handles a letter, or null if the letter was failed instead. */
  abstract @Nullable HandlerContext<C> contextFor(Letter letter);

  /** Called when an instance has ended and none on the same stream follows. */
  void releaseContext(@Nullable HandlerContext<C> ended) {}

  /** What becomes of a signal that came too late. */
  abstract void handleLate(Signal signal);

  final @Nullable HandlerContext<C> context() {
    return context;
  }

  final void context(@Nullable HandlerContext<C> made) {
    context = made;
  }

  final boolean isEnding() { return ending != null; }

  @Override
  protected boolean isOnHold() { return ending != null || pause != null; }

  @Override
  protected final void handle(Letter letter) {
    HandlerContext<C> active = contextFor(letter);
    if (active == null) {
      return;
    }
    Throwable thrown = active.handle(letter);
    if (thrown != null) {
      supervise(thrown, active.storeFailed(thrown));
    } else if (active.isDead()) {
      begin(new Ending.Goal.Restart(0));
    }
    if (active.isStopping()) {
      begin(new Ending.Goal.Stop(new Cause.Wanted()));
    }
  }

  @Override
  protected final void handle(Signal signal) {
    if (gone) {
      handleLate(signal);
      return;
    }
    switch (signal) {
      case Signal.Start start -> startFor(start);
      case Signal.Stop stop -> begin(new Ending.Goal.Stop(stop.cause()), stop.done());
      case Signal.ChildGone child -> finishIfAlone();
      case Signal.Escalated escalated -> supervise(escalated.failure(), false);
      case Signal.PauseOver over -> pauseOver(over);
      case Signal.Overdue overdue -> overdue(overdue);
      case Signal.Watch watch -> belongings().watchers.add(watch.watcher());
      case Signal.Unwatch unwatch -> belongings().watchers.remove(unwatch.watcher());
      case Signal.Gone ended -> tellGone(ended.terminated());
      case Signal.Rest rest -> rest(rest.reason());
      case Signal.Permitted permitted -> takePermit(permitted.permit());
    }
  }

  void rest(Passivated.Reason reason) {}

  void takePermit(RecoveryPermits.Permit permit) {}

  /** Runs {@code started} of the first instance; a failure is for who spawned the actor. */
  private void startFor(Signal.Start start) {
    try {
      Objects.requireNonNull(context).start();
      start.done().complete(null);
    } catch (Throwable thrown) {
      StartFailed failure = new StartFailed(path(), thrown);
      begin(new Ending.Goal.Stop(new Cause.AfterFailure(thrown)), () -> start.done().completeExceptionally(failure));
    }
  }

  /** Decides what follows a failure. */
  final void supervise(Throwable thrown, boolean storeFailed) {
    HandlerContext<C> active = context;
    switch (definition().supervision()) {
      case Supervision.Resume resume -> {
        if (active == null || active.isDead()) {
          begin(new Ending.Goal.Restart(0));
        }
      }
      case Supervision.Stop stop -> begin(new Ending.Goal.Stop(new Cause.AfterFailure(thrown)));
      case Supervision.Escalate escalate -> {
        begin(new Ending.Goal.Stop(new Cause.AfterFailure(thrown)));
        ActorCell<?> above = parent();
        if (above != null) {
          above.signal(new Signal.Escalated(thrown));
        }
      }
      case Supervision.Restart restart ->
          restartAfter(thrown, storeFailed ? 0 : budget(restart).countFailure(system().time().nanos()));
    }
  }

  private void restartAfter(Throwable thrown, long wait) {
    if (wait == RestartBudget.SPENT) {
      begin(new Ending.Goal.Stop(new Cause.AfterFailure(thrown)));
    } else if (ending == null) {
      begin(new Ending.Goal.Restart(wait));
      system().observer().restarted(path(), thrown, Duration.ofNanos(wait));
    }
  }

  private RestartBudget budget(Supervision.Restart terms) {
    RestartBudget budget = belongings().budget;
    if (budget == null) {
      budget = new RestartBudget(terms, () -> ThreadLocalRandom.current().nextDouble(), system().time().nanos());
      belongings().budget = budget;
    }
    return budget;
  }

  final void begin(Ending.Goal goal) {
    begin(goal, null);
  }

  /** Begins to end the instance, or changes what comes after the end that is under way. */
  private void begin(Ending.Goal goal, @Nullable Runnable done) {
    Ending under = ending;
    if (gone) {
      if (done != null) {
        done.run();
      }
      return;
    }
    if (under == null) {
      under = new Ending(goal);
      ending = under;
      pause = null;
      endBelongings(under);
    } else {
      under.becomes(goal);
    }
    under.heardBy(done);
    if (under.stops()) {
      refuseLetters();
    }
    finishIfAlone();
  }

  /** A stop has begun. */
  void refuseLetters() {}

  private void endBelongings(Ending begun) {
    Belongings own = belongingsIfAny();
    if (own != null) {
      own.endInstance(this);
      own.children.values().forEach(child -> child.signal(new Signal.Stop(new Cause.WithItsParent(), null)));
      if (!own.children.isEmpty()) {
        begun.alarm(system().afterStopDeadline(() -> signal(new Signal.Overdue(begun))));
      }
    }
  }

  private void overdue(Signal.Overdue overdue) {
    if (overdue.ending() == ending) {
      system().interrupt(List.copyOf(children().values()));
    }
  }

  private void finishIfAlone() {
    Ending under = ending;
    if (under != null && children().isEmpty()) {
      finish(under);
    }
  }

  private void finish(Ending over) {
    HandlerContext<C> old = context;
    if (old != null) {
      old.end();
    }
    Belongings own = belongingsIfAny();
    if (own != null) {
      own.endInstance(this); // once more: for what the author's stopped has started
      own.failDeferred(over.stops() ? stoppedFailure() : failureAfter(over));
    }
    switch (over.goal()) {
      case Ending.Goal.Restart restart -> {
        ending = null;
        over.finish();
        unstash();
        again(restart.pause());
      }
      case Ending.Goal.Rest rest -> {
        leave(old);
        ending = null;
        over.finish();
      }
      case Ending.Goal.Stop stop -> {
        leave(old);
        retire(over, stop.cause());
      }
    }
  }

  /** Whatever its end throws, the instance is gone: an ending that stops half-way would keep the id for ever. */
  private void leave(@Nullable HandlerContext<C> old) {
    context = null;
    try {
      releaseContext(old);
    } catch (Throwable thrown) {
      system().observer().ignored("The end", path(), thrown);
    }
  }

  private RuntimeException failureAfter(Ending over) {
    return new ActorFailed(path(), new IllegalStateException("The actor was restarted before it gave this answer."));
  }

  private void again(long wait) {
    HandlerContext<C> old = context;
    if (old != null && old.isDead()) {
      leave(old);
    }
    if (wait > 0) {
      Object token = new Object();
      pause = token;
      system().time().schedule(Duration.ofNanos(wait), () -> signal(new Signal.PauseOver(token)));
    } else {
      restart();
    }
  }

  private void pauseOver(Signal.PauseOver over) {
    if (over.pause() == pause && pause != null) {
      pause = null;
      restart();
    }
  }

  private void restart() {
    try {
      HandlerContext<C> made = nextContext(context);
      context = made;
      if (made != null) {
        made.start();
      }
    } catch (Throwable thrown) {
      if (definition().supervision() instanceof Supervision.Restart terms) {
        long wait = budget(terms).countFailure(system().time().nanos());
        restartAfter(thrown, wait == RestartBudget.SPENT ? wait : Math.max(wait, terms.shortest().toNanos()));
      } else {
        begin(new Ending.Goal.Stop(new Cause.AfterFailure(thrown)));
      }
    }
  }

  private void retire(Ending over, Cause cause) {
    gone = true;
    close(this::reject);
    Belongings own = belongingsIfAny();
    if (own != null) {
      own.stash.forEach(this::reject);
    }
    unregister();
    Terminated terminated = new Terminated(ref(), cause);
    if (own != null) {
      own.watchers.forEach(watcher -> watcher.signal(new Signal.Gone(terminated)));
    }
    ActorCell<?> above = parent();
    if (above != null && above.isEnding()) {
      above.signal(new Signal.ChildGone());
    }
    dropBelongings();
    closeSignals(this::handleLate);
    over.finish();
    system().observer().terminated(terminated);
  }

  /** Leaves memory, if there is nothing left to do: no stop, and nobody is told. */
  final boolean vanish() {
    if (!closeIfEmpty()) {
      return false;
    }
    gone = true;
    unregister();
    closeSignals(this::handleLate);
    return true;
  }

  private void tellGone(Terminated terminated) {
    send(new Errand(() -> {
      Function<? super Terminated, ? extends Command<?, ?>> command = belongings().watches.remove(terminated.actor());
      return command == null ? null : command.apply(terminated);
    }));
  }

}
