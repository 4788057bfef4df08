package dev.cairn.impl.actor;

import dev.cairn.api.ActorDefinition;
import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.CairnListener.Passivated;
import dev.cairn.api.Command;
import dev.cairn.api.DeadLetter;
import dev.cairn.api.Mailbox;
import dev.cairn.api.MailboxFull;
import dev.cairn.api.Refused;
import dev.cairn.api.StartFailed;
import dev.cairn.api.Supervision;
import dev.cairn.api.Terminated;
import dev.cairn.api.Terminated.Cause;
import dev.cairn.api.WrongCommand;
import dev.cairn.impl.mailbox.Letter;
import dev.cairn.impl.mailbox.Runner;
import dev.cairn.impl.mailbox.Tell;
import dev.cairn.impl.supervise.RestartBudget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
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
abstract class ActorCell<C extends Command<?, ?>> extends Runner<Signal> {
  private final LocalActorSystem system;
  private final @Nullable ActorCell<?> parent;
  private final String id;
  private volatile @Nullable Belongings belongings;
  private volatile @Nullable Ending ending;
  private @Nullable Instance<C> instance;
  private @Nullable Object pause;
  private boolean gone;

  ActorCell(LocalActorSystem system, @Nullable ActorCell<?> parent, String id, Mailbox mailbox) {
    super(mailbox);
    this.system = system;
    this.parent = parent;
    this.id = id;
  }

  abstract ActorDefinition<C> definition();

  /** The class that commands must have. */
  abstract Class<?> commands();

  /** A ref with the system's timeout. */
  abstract ActorRef<C> ref();

  /** A fresh instance that has not started, on the stream of the one before; null if the next letter is to recover. */
  abstract @Nullable Instance<C> fresh(@Nullable Instance<C> before);

  /** Makes the id free. */
  abstract void unregister();

  /** The instance that handles a letter, or null if the letter was failed instead. */
  abstract @Nullable Instance<C> ready(Letter letter);

  /** Called when an instance has ended and none on the same stream follows. */
  void left(@Nullable Instance<C> ended) {}

  /** What becomes of a signal that came too late. */
  abstract void late(Signal signal);

  final LocalActorSystem system() {
    return system;
  }

  final String id() {
    return id;
  }

  final @Nullable ActorCell<?> parent() {
    return parent;
  }

  final String path() {
    return parent == null ? path(typeInPath(), id) : parent.path() + "/" + segment(id);
  }

  /** The first part of the path. */
  String typeInPath() {
    return definition().name();
  }

  static String path(String type, String id) {
    return "/" + type + "/" + segment(id);
  }

  /** An id within a path. */
  static String segment(String id) {
    return id.indexOf('/') < 0 && id.indexOf('%') < 0 ? id : id.replace("%", "%25").replace("/", "%2F");
  }

  final Belongings belongings() {
    Belongings found = belongings;
    if (found == null) {
      found = new Belongings();
      belongings = found;
    }
    return found;
  }

  final @Nullable Belongings belongingsIfAny() {
    return belongings;
  }

  final Map<String, ActorCell<?>> children() {
    Belongings found = belongings;
    return found == null ? Map.of() : found.children;
  }

  final @Nullable Instance<C> instance() {
    return instance;
  }

  final void instance(@Nullable Instance<C> made) {
    instance = made;
  }

  final boolean ending() {
    return ending != null;
  }

  @Override
  protected final Mailbox mailbox() {
    return definition().mailbox();
  }

  @Override
  protected boolean held() {
    return ending != null || pause != null;
  }

  final Command<?, ?> checked(Command<?, ?> command) {
    Objects.requireNonNull(command, "command");
    if (!commands().isInstance(command)) {
      throw new WrongCommand(path(), command.getClass(), commands());
    }
    return command;
  }

  @Override
  protected final void handle(Letter letter) {
    Instance<C> active = ready(letter);
    if (active == null) {
      return;
    }
    Throwable thrown = active.handle(letter);
    if (thrown != null) {
      supervise(thrown, active.storeFailed(thrown));
    } else if (active.dead()) {
      begin(new Ending.Goal.Restart(0));
    }
    if (active.stopping()) {
      begin(new Ending.Goal.Stop(new Cause.Wanted()));
    }
  }

  @Override
  protected final void handle(Signal signal) {
    if (gone) {
      late(signal);
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
      case Signal.Admitted admitted -> admitted();
    }
  }

  void rest(Passivated.Reason reason) {}

  void admitted() {}

  /** Runs {@code started} of the first instance; a failure is for who spawned the actor. */
  private void startFor(Signal.Start start) {
    try {
      Objects.requireNonNull(instance).start();
      start.done().complete(null);
    } catch (Throwable thrown) {
      StartFailed failure = new StartFailed(path(), thrown);
      begin(new Ending.Goal.Stop(new Cause.AfterFailure(thrown)), () -> start.done().completeExceptionally(failure));
    }
  }

  /** Decides what follows a failure. */
  final void supervise(Throwable thrown, boolean storeFailed) {
    Instance<C> active = instance;
    switch (definition().supervision()) {
      case Supervision.Resume resume -> {
        if (active == null || active.dead()) {
          begin(new Ending.Goal.Restart(0));
        }
      }
      case Supervision.Stop stop -> begin(new Ending.Goal.Stop(new Cause.AfterFailure(thrown)));
      case Supervision.Escalate escalate -> {
        begin(new Ending.Goal.Stop(new Cause.AfterFailure(thrown)));
        if (parent != null) {
          parent.signal(new Signal.Escalated(thrown));
        }
      }
      case Supervision.Restart restart ->
          restartAfter(thrown, storeFailed ? 0 : budget(restart).failed(system.time().nanos()));
    }
  }

  private void restartAfter(Throwable thrown, long wait) {
    if (wait == RestartBudget.SPENT) {
      begin(new Ending.Goal.Stop(new Cause.AfterFailure(thrown)));
    } else if (ending == null) {
      begin(new Ending.Goal.Restart(wait));
      system.observer().restarted(path(), thrown, Duration.ofNanos(wait));
    }
  }

  private RestartBudget budget(Supervision.Restart terms) {
    RestartBudget budget = belongings().budget;
    if (budget == null) {
      budget = new RestartBudget(terms, () -> ThreadLocalRandom.current().nextDouble(), system.time().nanos());
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
    Belongings own = belongings;
    if (own != null) {
      own.endInstance(this);
      own.children.values().forEach(child -> child.signal(new Signal.Stop(new Cause.WithItsParent(), null)));
      if (!own.children.isEmpty()) {
        begun.alarm(system.afterStopDeadline(() -> signal(new Signal.Overdue(begun))));
      }
    }
  }

  private void overdue(Signal.Overdue overdue) {
    if (overdue.ending() == ending) {
      system.interrupt(List.copyOf(children().values()));
    }
  }

  private void finishIfAlone() {
    Ending under = ending;
    if (under != null && children().isEmpty()) {
      finish(under);
    }
  }

  private void finish(Ending over) {
    Instance<C> old = instance;
    if (old != null) {
      old.end();
    }
    Belongings own = belongings;
    if (own != null) {
      own.endInstance(this); // once more: for what the author's stopped has started
      own.failDeferred(over.stops() ? stopped() : told(over));
    }
    switch (over.goal()) {
      case Ending.Goal.Restart restart -> {
        ending = null;
        over.done();
        unstash();
        again(restart.pause());
      }
      case Ending.Goal.Rest rest -> {
        instance = null;
        left(old);
        ending = null;
        over.done();
      }
      case Ending.Goal.Stop stop -> {
        instance = null;
        left(old);
        retire(over, stop.cause());
      }
    }
  }

  private RuntimeException told(Ending over) {
    return new ActorFailed(path(), new IllegalStateException("The actor was restarted before it gave this answer."));
  }

  private void again(long wait) {
    Instance<C> old = instance;
    if (old != null && old.dead()) {
      instance = null;
      left(old);
    }
    if (wait > 0) {
      Object token = new Object();
      pause = token;
      system.time().schedule(Duration.ofNanos(wait), () -> signal(new Signal.PauseOver(token)));
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
      Instance<C> made = fresh(instance);
      instance = made;
      if (made != null) {
        made.start();
      }
    } catch (Throwable thrown) {
      if (definition().supervision() instanceof Supervision.Restart terms) {
        long wait = budget(terms).failed(system.time().nanos());
        restartAfter(thrown, wait == RestartBudget.SPENT ? wait : Math.max(wait, terms.shortest().toNanos()));
      } else {
        begin(new Ending.Goal.Stop(new Cause.AfterFailure(thrown)));
      }
    }
  }

  private void retire(Ending over, Cause cause) {
    gone = true;
    close(this::undelivered);
    Belongings own = belongings;
    if (own != null) {
      own.stash.forEach(this::undelivered);
    }
    unregister();
    Terminated terminated = new Terminated(ref(), cause);
    if (own != null) {
      own.watchers.forEach(watcher -> watcher.signal(new Signal.Gone(terminated)));
    }
    if (parent != null && parent.ending()) {
      parent.signal(new Signal.ChildGone());
    }
    belongings = null;
    closeSignals(this::late);
    over.done();
    system.observer().terminated(terminated);
  }

  /** Leaves memory, if there is nothing left to do: no stop, and nobody is told. */
  final boolean vanish() {
    if (!closeIfEmpty()) {
      return false;
    }
    gone = true;
    unregister();
    closeSignals(this::late);
    return true;
  }

  private void tellGone(Terminated terminated) {
    send(new Errand(() -> {
      Function<? super Terminated, ? extends Command<?, ?>> command = belongings().watches.remove(terminated.actor());
      return command == null ? null : command.apply(terminated);
    }));
  }

  final ActorStopped stopped() {
    return new ActorStopped(path(), "it has stopped.");
  }

  final void undelivered(Letter letter) {
    if (!letter.told()) {
      letter.fail(stopped());
    } else if (letter instanceof Tell tell) {
      system.observer().deadLetter(path(), tell.command(), DeadLetter.Reason.STOPPED);
    }
  }

  final void heard() {
    Belongings own = belongings;
    if (own != null && own.receiveTimeout != null) {
      own.receiveTimeout.heard();
    }
  }

  final void refuse(Letter letter, Object reason) {
    if (letter.told()) {
      system.observer().refusedTell();
    } else {
      letter.fail(new Refused(path(), reason));
    }
  }

  final void fail(Letter letter, RuntimeException failure) {
    if (letter.told()) {
      system.observer().failedTell(path(), failure);
    } else {
      letter.fail(failure);
    }
  }

  final void stash(Letter letter, Command<?, ?> command) {
    Queue<Letter> stash = belongings().stash;
    if (stash.size() < mailbox().count()) {
      stash.add(letter);
    } else if (letter.told()) {
      system.observer().deadLetter(path(), command, DeadLetter.Reason.DROPPED);
    } else {
      letter.fail(new MailboxFull(path(), mailbox().count()));
    }
  }

  final void unstash() {
    Belongings own = belongings;
    if (own != null && !own.stash.isEmpty()) {
      putBack(own.stash);
      own.stash.clear();
    }
  }

  /** Interrupts whoever runs in this actor and below, and tells their paths. Any thread. */
  final void interrupt(List<String> paths) {
    Thread running = thread();
    if (running != null) {
      running.interrupt();
      paths.add(path());
    }
    children().values().forEach(child -> child.interrupt(paths));
  }

  /** True if the current thread runs this actor or one below it. */
  final boolean runsWithin() {
    return runsHere() || children().values().stream().anyMatch(ActorCell::runsWithin);
  }

  @Override
  public String toString() {
    return path();
  }
}
