package dev.cairn.impl.observe;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.CairnListener;
import dev.cairn.api.CairnListener.Overdue;
import dev.cairn.api.CairnListener.Passivated;
import dev.cairn.api.CairnListener.Restarted;
import dev.cairn.api.CairnListener.TimerFailed;
import dev.cairn.api.CairnListener.TimersWaiting;
import dev.cairn.api.Command;
import dev.cairn.api.DeadLetter;
import dev.cairn.api.Statistics;
import dev.cairn.api.Terminated;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the events of a system and reports them to the log, JFR, the listener and the event stream. A failure of these
 * must not reach the actor, so reports do not throw. Any thread may call.
 */
public final class Observer {
  private static final GuardedLogger LOG = GuardedLogger.of("dev.cairn");
  private static final long LOGGED_EACH = 100;
  private static final long LOGGED_EVERY = 10_000;

  private final Audience audience;
  private final boolean hearsCommands;
  private final LocalEventStream stream = new LocalEventStream();
  private final LongAdder deadLetters = new LongAdder();
  private final LongAdder refusedTells = new LongAdder();
  private final LongAdder restarts = new LongAdder();
  private final LongAdder passivations = new LongAdder();
  private final LogAllowance askFailures = new LogAllowance(System.nanoTime());
  private final LogAllowance timerFailures = new LogAllowance(System.nanoTime());

  /** Reports to listeners. */
  public Observer(List<CairnListener> listeners) {
    this.audience = new Audience(listeners);
    this.hearsCommands = audience.hears("handled", CairnListener.Handled.class);
  }

  /** The system is open. */
  public void opened(ActorSystem system) {
    tell(heard -> heard.opened(system));
  }

  /** The system is closed. */
  public void closed(ActorSystem system) {
    tell(heard -> heard.closed(system));
  }

  /** Whether somebody hears of commands: nothing is to be made for nobody. */
  public boolean hearsCommands() {
    return hearsCommands;
  }

  /** A command was handled. */
  public void handled(CairnListener.Handled event) {
    tell(heard -> heard.handled(event));
  }

  /** The event stream, which gets the dead letters. */
  public LocalEventStream stream() {
    return stream;
  }

  /** The counters, with the number of active actors. */
  public Statistics statistics(long active) {
    return new Statistics(active, deadLetters.sum(), refusedTells.sum(), restarts.sum(), passivations.sum());
  }

  /** A command that no actor handles. */
  public void deadLetter(String path, Command<?, ?> command, DeadLetter.Reason reason) {
    DeadLetter letter = new DeadLetter(path, command, reason);
    logged(() -> "Dead letter: " + letter);
    FlightRecorder.record(() -> {
      DeadLetterEvent event = new DeadLetterEvent();
      if (event.shouldCommit()) {
        event.path = path;
        event.command = command.getClass().getName();
        event.reason = reason.name();
        event.commit();
      }
    });
    tell(heard -> heard.deadLetter(letter));
    stream.publish(letter);
  }

  /** A message to a stopped actor that never became a command. */
  public void lost(String what, String path) {
    logged(() -> "Dead letter: " + what + " for " + path + " came after it had stopped");
  }

  private void logged(Supplier<String> line) {
    deadLetters.increment();
    long count = deadLetters.sum();
    if (count <= LOGGED_EACH || count % LOGGED_EVERY == 0) {
      LOG.log(System.Logger.Level.WARNING, () -> line.get() + " (" + count + " so far)");
    }
  }

  /** A refusal of a tell, which has no asker. */
  public void refusedTell() {
    refusedTells.increment();
  }

  /** The failure of a tell. */
  public void failedTell(String path, RuntimeException failure) {
    LOG.log(System.Logger.Level.WARNING,
        () -> "A command that was told to " + path + " has failed, and nobody waits for it: " + failure.getMessage());
  }

  /**
   * The failure of an ask, which its asker gets too.
   *
   * @param command what the handler was given; null if it was not called
   */
  public void failedAsk(String path, @Nullable Command<?, ?> command, Throwable thrown) {
    askFailures.take(System.nanoTime()).ifPresent(before -> LOG.log(System.Logger.Level.WARNING,
        () -> "The handler of " + path + " failed" + (command == null ? "" : " at a " + command.getClass().getName())
            + ", and whoever asked has got the failure."
            + (before == 0 ? "" : " So did " + before + " others before, which are not in the log."),
        thrown));
  }

  /** A restart. */
  public void restarted(String path, Throwable cause, Duration pause) {
    restarts.increment();
    LOG.log(System.Logger.Level.DEBUG, () -> "The actor " + path + " is restarted after " + pause + ".", cause);
    FlightRecorder.record(() -> {
      RestartEvent event = new RestartEvent();
      if (event.shouldCommit()) {
        event.path = path;
        event.failure = cause.getClass().getName();
        event.pause = pause.toNanos();
        event.commit();
      }
    });
    tell(heard -> heard.restarted(new Restarted(path, cause, pause)));
  }

  /** A durable timer has failed, and fires again after a pause. */
  public void timerFailed(String path, String timer, Throwable cause, Duration pause) {
    timerFailures.take(System.nanoTime()).ifPresent(before -> LOG.log(System.Logger.Level.WARNING,
        () -> "The durable timer " + timer + " of " + path + " has failed; it fires again after " + pause + "."
            + (before == 0 ? "" : " So have " + before + " others before, which are not in the log."),
        cause));
    tell(heard -> heard.timerFailed(new TimerFailed(path, timer, cause, pause)));
  }

  /** So many durable timers are due and wait for their actor type. */
  public void timersWaiting(String store, String type, long due) {
    LOG.log(System.Logger.Level.WARNING,
        () -> due + " durable timers of store " + store + " are due and wait, since no actor type " + type
            + " with timers is in use. Give it to builder().types(...), with its timing(...).");
    tell(heard -> heard.timersWaiting(new TimersWaiting(store, type, due)));
  }

  /** A passivation. */
  public void passivated(String path, Passivated.Reason reason) {
    passivations.increment();
    FlightRecorder.record(() -> {
      PassivationEvent event = new PassivationEvent();
      if (event.shouldCommit()) {
        event.path = path;
        event.reason = reason.name();
        event.commit();
      }
    });
    tell(heard -> heard.passivated(new Passivated(path, reason)));
  }

  /** A stop. */
  public void terminated(Terminated terminated) {
    if (terminated.cause() instanceof Terminated.Cause.AfterFailure after) {
      LOG.log(System.Logger.Level.WARNING,
          () -> "The actor " + terminated.actor().path() + " was stopped after a failure.", after.failure());
    }
    tell(heard -> heard.terminated(terminated));
  }

  /** A stop that takes too long. */
  public void overdue(List<String> paths, Duration deadline) {
    LOG.log(System.Logger.Level.WARNING, () -> "These actors have not stopped within " + deadline.toMillis()
        + " ms and were interrupted; they can persist nothing more once the system is closed: "
        + String.join(", ", paths));
    tell(heard -> heard.overdue(new Overdue(paths, deadline)));
  }

  /** An exception of an author's hook that changes nothing. */
  public void ignored(String what, String path, Throwable thrown) {
    LOG.log(System.Logger.Level.WARNING, () -> what + " of " + path + " threw.", thrown);
  }

  private void tell(Consumer<CairnListener> event) {
    audience.tell(event);
  }
}
