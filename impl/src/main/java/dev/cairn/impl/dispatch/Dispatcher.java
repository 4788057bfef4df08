package dev.cairn.impl.dispatch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Gives each ready actor a virtual thread. A thread that has finished with an actor goes on with the next ready one, so
 * under load few threads are started. A thread may wait inside an author's code for as long as it likes: while an actor
 * is ready, one thread is about to come that has no actor yet.
 *
 * <pre>
 *   work of the runtime
 *   that others wait for -> FIRST -----> before all others
 *
 *   ready actor ----------> READY -----> a thread takes it, and runs it --+
 *                                          ^                              |
 *   work of the runtime                    +--- the next one -------------+
 *   that gains by waiting -> DEFERRED -> where no actor is ready, and after some actors anyway
 * </pre>
 *
 * A thread that takes an actor while more is to do starts the next thread. There is one dispatcher in a process. Any
 * thread may call.
 */
public final class Dispatcher {
  /** The name of a thread, unless the actor that it runs gives it another one for a while. */
  public static final String THREAD = "cairn-actor";

  private static final ThreadFactory THREADS =
      Thread.ofVirtual().name(THREAD).inheritInheritableThreadLocals(false).factory();
  private static final Queue<Runnable> FIRST = new ConcurrentLinkedQueue<>();
  private static final Queue<Runnable> READY = new ConcurrentLinkedQueue<>();
  private static final Queue<Runnable> DEFERRED = new ConcurrentLinkedQueue<>();
  private static final AtomicBoolean COMING = new AtomicBoolean();
  private static final AtomicInteger THREADS_AT_WORK = new AtomicInteger();
  private static final int TURNS = 64;

  private Dispatcher() {}

  /**
   * Runs an actor soon. It must throw nothing. If this method throws, the actor may run all the same, after another one
   * was dispatched. If no thread can be started for another actor at the same moment, this one waits for the next
   * dispatch.
   */
  public static void dispatch(Runnable actor) {
    add(READY, actor);
  }

  /** Runs work before the actors that are ready now. It must throw nothing, and must not wait for an actor. */
  public static void first(Runnable work) {
    add(FIRST, work);
  }

  /** Runs work soon after the actors that are ready now. It must throw nothing, and must not wait for an actor. */
  public static void defer(Runnable work) {
    add(DEFERRED, work);
  }

  /** Whether no actor is ready that has no thread yet. */
  public static boolean isQuiet() { return READY.isEmpty(); }

  /** Whether the current thread is the only one that runs an actor, and no other actor is ready. */
  public static boolean isAlone() {
    return THREADS_AT_WORK.get() == 1 && isQuiet();
  }

  private static void add(Queue<Runnable> queue, Runnable work) {
    queue.add(work);
    try {
      startThread();
    } catch (Throwable e) {
      if (queue.remove(work)) {
        throw e;
      }
    }
  }

  private static void startThread() {
    if (!COMING.get() && COMING.compareAndSet(false, true)) {
      try {
        THREADS.newThread(Dispatcher::run).start();
      } catch (Throwable e) {
        COMING.set(false);
        throw e;
      }
    }
  }

  private static void run() {
    COMING.set(false);
    THREADS_AT_WORK.incrementAndGet();
    try {
      int turns = 0;
      for (Runnable next = next(turns); next != null; next = next(turns)) {
        if (!READY.isEmpty() || !FIRST.isEmpty() || !DEFERRED.isEmpty()) {
          startNext();
        }
        next.run();
        Thread.interrupted(); // an interrupt belongs to that actor, not to the next one
        turns++;
      }
    } finally {
      THREADS_AT_WORK.decrementAndGet();
    }
  }

  private static @Nullable Runnable next(int turns) {
    Runnable first = FIRST.poll();
    if (first != null) {
      return first;
    }
    if (turns >= TURNS && COMING.get()) {
      return null; // that one goes on; with one thread more after each, whoever is woken would wait behind them all
    }
    if (turns % TURNS == TURNS - 1) {
      Runnable late = DEFERRED.poll();
      if (late != null) {
        return late;
      }
    }
    if (turns > 0 && turns % TURNS == 0) {
      Thread.yield(); // threads that were ready before have waited for this carrier
    }
    Runnable actor = READY.poll();
    if (actor == null && !DEFERRED.isEmpty()) {
      Thread.yield(); // the threads that go on now may make actors ready
      actor = READY.poll();
    }
    return actor != null ? actor : DEFERRED.poll();
  }

  private static void startNext() {
    try {
      startThread();
    } catch (Throwable e) {
      // no memory for a thread: this one goes on, and who dispatches next tries again
    }
  }
}
