package dev.cairn.console;

import com.google.gson.JsonArray;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime stores in each second, from its events in the flight recorder. It listens only while somebody looks,
 * so a console that nobody looks at costs nothing. The flight recorder is one for the process: where several systems
 * run in it, this is their sum.
 */
final class Pulse implements AutoCloseable {
  private static final String COMMIT = "dev.cairn.Commit";
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  /** The recorder hands events over once a second. */
  private static final int LATE_SECONDS = 2;
  private static final int SECONDS = 60;

  private final TreeMap<Long, Second> seconds = new TreeMap<>();
  private @Nullable RecordingStream stream;
  private long begun;
  private long asked;
  private boolean closed;

  /** The batches of one second. */
  private static final class Second {
    private long batches;
    private long commits;
    private long events;
    private long bytes;

    void add(RecordedEvent commit) {
      batches++;
      commits += commit.getInt("commits");
      events += commit.getInt("events");
      bytes += commit.getLong("bytes");
    }

    JsonArray show() {
      JsonArray numbers = new JsonArray();
      for (long number : new long[] { batches, commits, events, bytes }) {
        numbers.add(number);
      }
      return numbers;
    }
  }

  /** The newest whole seconds, the oldest first: batches, commits, events and bytes of each. */
  synchronized JsonArray show() {
    listen();
    JsonArray newest = new JsonArray();
    long last = Instant.now().getEpochSecond() - LATE_SECONDS;
    for (long second = Math.max(begun, last - SECONDS + 1); second <= last; second++) {
      newest.add(seconds.getOrDefault(second, new Second()).show());
    }
    seconds.headMap(last - SECONDS).clear();
    return newest;
  }

  private void listen() {
    asked = System.nanoTime();
    if (stream == null && !closed) {
      RecordingStream started = new RecordingStream();
      started.enable(COMMIT);
      started.onEvent(COMMIT, this::add);
      started.onFlush(this::stopIfForgotten);
      started.startAsync();
      stream = started;
      seconds.clear();
      begun = Instant.now().getEpochSecond() + 1;
    }
  }

  private synchronized void add(RecordedEvent commit) {
    seconds.computeIfAbsent(commit.getEndTime().getEpochSecond(), second -> new Second()).add(commit);
  }

  private synchronized void stopIfForgotten() {
    if (System.nanoTime() - asked > PATIENCE.toNanos()) {
      stop();
    }
  }

  private synchronized void stop() {
    if (stream != null) {
      Thread.ofPlatform().daemon().start(stream::close); // it waits for the thread that called this
      stream = null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    stop();
  }
}
