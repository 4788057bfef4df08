package dev.cairn.impl.actor;

import dev.cairn.api.AskInterrupted;
import dev.cairn.api.StopOverdue;
import dev.cairn.api.Terminated;
import dev.cairn.api.TimeSource;
import dev.cairn.impl.observe.Observer;
import dev.cairn.impl.time.MachineTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops actors. At the deadline it interrupts the actors that still run, and names them. It uses the machine's time
 * even if the system has another time source: a stop has to end.
 */
final class Stopping {
  private static final int GRACE = 10;
  private static final long LEAST_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Duration deadline;
  private final Observer observer;
  private final MachineTime machine;

  Stopping(Duration deadline, Observer observer, MachineTime machine) {
    this.deadline = deadline;
    this.observer = observer;
    this.machine = machine;
  }

  /** Stops an actor and waits for it. */
  void stop(ActorCell<?> cell) {
    boolean waits = WaitForGraph.begin(cell);
    try {
      List<String> overdue = awaitAll(List.of(cell));
      if (!overdue.isEmpty()) {
        throw new StopOverdue(overdue, deadline);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AskInterrupted(cell.path());
    } finally {
      if (waits) {
        WaitForGraph.end();
      }
    }
  }

  /** Begins to stop an actor. */
  void begin(ActorCell<?> cell) {
    TimeSource.Alarm alarm = afterDeadline(() -> interrupt(List.of(cell)));
    send(cell, alarm::cancel);
  }

  /** Stops actors at the same time and waits for them. An interrupt does not end the wait. */
  void stopAll(List<ActorCell<?>> cells) {
    boolean interrupted = false;
    while (true) {
      try {
        awaitAll(cells);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The deadline of a stop that begins now, in nanoseconds of the machine's time. */
  long deadlineFromNow() {
    return machine.nanos() + deadline.toNanos();
  }

  TimeSource.Alarm afterDeadline(Runnable task) {
    return machine.schedule(deadline, task);
  }

  /** Interrupts these actors and their descendants where they still run, and returns their paths. */
  List<String> interrupt(Collection<? extends ActorCell<?>> cells) {
    List<String> paths = new ArrayList<>();
    cells.forEach(cell -> cell.interrupt(paths));
    if (!paths.isEmpty()) {
      observer.overdue(paths, deadline);
    }
    return paths;
  }

  private List<String> awaitAll(List<? extends ActorCell<?>> cells) throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(cells.size());
    cells.forEach(cell -> send(cell, stopped::countDown));
    if (stopped.await(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
      return List.of();
    }
    List<String> overdue = interrupt(cells);
    long grace = Math.max(deadline.toNanos() / GRACE, LEAST_GRACE_NANOS);
    boolean late = !stopped.await(grace, TimeUnit.NANOSECONDS);
    return late ? overdue : List.of();
  }

  private static void send(ActorCell<?> cell, Runnable done) {
    if (!cell.signal(new Signal.Stop(new Terminated.Cause.Wanted(), done))) {
      done.run();
    }
  }
}
