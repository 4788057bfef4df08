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
 * One actor: its mailbox, and its instance while the actor is in memory. Any thread may send. Everything else happens
 * on the one thread that runs the actor.
 *
 * <pre>
 *   state            field             a letter
 *   NO INSTANCE      no context        makes the actor recover (only a persistent actor has this state)
 *   AWAITS PERMIT    waitsForPermit    waits (only a persistent actor has this state)
 *   WORKING          context           is handled
 *   ENDING           ending            waits; a plain actor that stops rejects it
 *   PAUSED           pause             waits
 *   GONE             gone              is rejected; a letter to a persistent actor goes to its next cell
 *
 *   new cell ----------> WORKING             plain actor: the cell is made with the first instance
 *            ----------> NO INSTANCE         persistent actor
 *
 *   NO INSTANCE -------> AWAITS PERMIT       a letter, and no recovery permit is free
 *               -------> WORKING             a letter: the actor has recovered and started
 *               -------> NO INSTANCE         a letter, which fails: recovery fails, or failed a short time ago
 *               -------> ENDING (Rest)       a letter, which fails: started throws
 *               -------> ENDING (Stop)       stop
 *               -------> GONE                the mailbox is empty: the cell leaves memory
 *
 *   AWAITS PERMIT -----> NO INSTANCE         a permit is given: the letter is read again
 *                 -----> ENDING (Stop)       stop
 *
 *   WORKING -----------> WORKING             a letter is handled; failure, supervision resumes
 *           -----------> ENDING (Restart)    failure, supervision restarts; the state in memory is not what is stored,
 *                                            or another session has written to the stream
 *           -----------> ENDING (Rest)       idle, or too many persistent actors are in memory
 *           -----------> ENDING (Stop)       stop; failure, supervision stops or escalates, or has restarted too often;
 *                                            started of a plain actor throws
 *
 *   ENDING (any) ------> ENDING (Stop)       stop; failure of a child that makes this actor stop
 *   ENDING (Restart) --> PAUSED              there is a pause
 *                    --> WORKING             there is no pause: a fresh instance has started
 *                    --> NO INSTANCE         there is no pause, and the stream has to be recovered
 *                    --> ENDING (Restart)    there is no pause, started or the factory throws: again, after a pause
 *                    --> ENDING (Stop)       the same, supervision does not restart or has restarted too often
 *   ENDING (Rest) -----> NO INSTANCE
 *   ENDING (Stop) -----> GONE                only now the id is free
 *
 *   PAUSED ------------> WORKING, NO INSTANCE, ENDING (Restart), ENDING (Stop)
 *                                            the pause is over: as ENDING (Restart) without a pause
 *          ------------> ENDING (Stop)       stop
 * </pre>
 *
 * An actor leaves ENDING when its last child has stopped; then {@code stopped} of the instance is called. At the stop
 * deadline, children that still run are interrupted. A failure that a child escalates may come late, in any state
 * before GONE. It counts as a failure of this actor; without an instance, resuming is restarting.
 *
 * @param <C> the commands
 */
abstract class ActorCell<C extends Command<?, ?>> extends AddressedCell<C> {
  private volatile @Nullable Ending ending;
  private volatile @Nullable HandlerContext<C> context;
  private @Nullable Object pause;
  private boolean gone;

  ActorCell(LocalActorSystem system, @Nullable ActorCell<?> parent, String id, Mailbox mailbox) {
    super(system, parent, id, mailbox);
  }

  /** A fresh instance that has not started, on the stream of the one before; null if the next letter has to recover. */
  abstract @Nullable HandlerContext<C> nextContext(@Nullable HandlerContext<C> before);

  /** Frees the id. */
  abstract void unregister();

  /** The instance that handles a letter; null if the letter has failed, or waits for the actor to recover. */
  abstract @Nullable HandlerContext<C> contextFor(Letter letter);

  /** Called when an instance has ended, and no instance on the same stream follows. */
  void releaseContext(@Nullable HandlerContext<C> ended) {}

  /** Handles a signal that comes after the end of this cell. */
  abstract void handleLate(Signal signal);

  final @Nullable HandlerContext<C> context() {
    return context;
  }

  final void context(@Nullable HandlerContext<C> next) {
    context = next;
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
      case Signal.PauseOver over -> endPause(over);
      case Signal.Overdue overdue -> interruptChildren(overdue);
      case Signal.Watch watch -> belongings().watchers.add(watch.watcher());
      case Signal.Unwatch unwatch -> belongings().watchers.remove(unwatch.watcher());
      case Signal.Gone ended -> tellGone(ended.terminated());
      case Signal.Rest rest -> rest(rest.reason());
      case Signal.Leave leave -> leave(leave.done());
      case Signal.Permitted permitted -> takePermit(permitted.permit());
      case Signal.Settled settled -> settle();
      case Signal.Answered answered -> answerHere(answered.to(), answered.answer());
    }
  }

  void rest(Passivated.Reason reason) {}

  void leave(Runnable done) {}

  void takePermit(RecoveryPermits.Permit permit) {}

  void settle() {}

  /** Lets a later answer leave as soon as it may. */
  final void answerHere(Letter to, Runnable answer) {
    HandlerContext<C> active = context;
    if (active == null) {
      answer.run();
    } else {
      active.answer(to, answer);
    }
  }

  /** Runs {@code started} of the first instance. The thread that spawned the actor gets its failure. */
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

  /** Begins to end the instance. If an ending is under way, changes its goal instead. */
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
      under.change(goal);
    }
    under.addListener(done);
    if (under.stops()) {
      refuseLetters();
    }
    finishIfAlone();
  }

  /** Called when a stop has begun. */
  void refuseLetters() {}

  private void endBelongings(Ending under) {
    Belongings own = belongingsIfAny();
    if (own != null) {
      own.endInstance(this);
      own.children.values().forEach(child -> child.signal(new Signal.Stop(new Cause.WithItsParent(), null)));
      if (!own.children.isEmpty()) {
        under.alarm(system().afterStopDeadline(() -> signal(new Signal.Overdue(under))));
      }
    }
  }

  private void interruptChildren(Signal.Overdue overdue) {
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
      old.drain();
      old.end();
      old.drain(); // once more: the author's stopped may have persisted
    }
    Belongings own = belongingsIfAny();
    if (own != null) {
      own.endInstance(this); // once more: the author's stopped may have started timers or watches
      own.failDeferred(over.stops() ? stoppedFailure() : failureAfter(over));
    }
    switch (over.goal()) {
      case Ending.Goal.Restart restart -> {
        ending = null;
        over.finish();
        unstash();
        restartAfterPause(restart.pause());
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

  /** Lets the instance go, whatever its end throws: an ending that stops half-way would keep the id for ever. */
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

  private void restartAfterPause(long wait) {
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

  private void endPause(Signal.PauseOver over) {
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

  /** Leaves memory if the mailbox is empty. This is no stop, and no watcher is told. */
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
