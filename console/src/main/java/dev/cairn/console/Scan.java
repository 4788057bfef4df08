package dev.cairn.console;

import com.google.gson.JsonObject;
import dev.cairn.api.StoreInspector;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What needs to read much. It is read in the background; who asks gets what is known so far, and asks again. When it is
 * asked for and is old, it is read once more, and meanwhile shows what it had. What takes long to read is old later, so
 * that somebody who watches keeps a tenth of a processor busy at most.
 */
abstract class Scan {
  private static final long PATIENCE_MILLIS = 250;
  private static final int REST = 10;

  private final Source source;
  private final Duration fresh;
  private boolean running;
  private boolean known;
  private long begun;
  private long ended;
  private @Nullable String problem;

  /**
   * A scan that nobody has asked for yet.
   *
   * @param fresh how long a result is not old at least
   */
  Scan(Source source, Duration fresh) {
    this.source = source;
    this.fresh = fresh;
  }

  /** Reads, and changes what is shown under the lock of this object. */
  abstract void read(StoreInspector inspector);

  /** What is known so far. */
  abstract JsonObject show();

  /** Starts to read where that is due, waits a moment, since most stores are small, and shows what is known. */
  final synchronized JsonObject ask(Executor background) {
    if (!running && (!known || System.nanoTime() - ended > Math.max(fresh.toNanos(), REST * (ended - begun)))) {
      start(background);
    }
    return answer();
  }

  /** Starts to read if that is not under way. */
  final synchronized JsonObject begin(Executor background) {
    if (!running) {
      start(background);
    }
    return answer();
  }

  /** Shows what is known, and starts nothing. */
  final synchronized JsonObject look() {
    JsonObject answer = show();
    answer.addProperty("running", running);
    answer.addProperty("known", known);
    answer.addProperty("problem", problem);
    return answer;
  }

  private void start(Executor background) {
    running = true;
    begun = System.nanoTime();
    background.execute(this::run);
  }

  private JsonObject answer() {
    long until = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
    try {
      for (long left = PATIENCE_MILLIS; running && left > 0; left = (until - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the console ends
    }
    return look();
  }

  private void run() {
    try (StoreInspector inspector = source.open()) {
      read(inspector);
      end(null);
    } catch (RuntimeException e) {
      end(Problem.words(e));
    } catch (Error e) {
      end("The console could not finish: " + e.getMessage());
      throw e;
    }
  }

  private synchronized void end(@Nullable String failure) {
    running = false;
    known |= failure == null;
    ended = System.nanoTime();
    problem = failure;
    notifyAll();
  }

  /** Ends a reading whose console has ended. */
  static void stopIfEnded() {
    if (Thread.currentThread().isInterrupted()) {
      throw new Enough();
    }
  }
}
