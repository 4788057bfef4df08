package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A process that a test started, what it printed, and how it ended. It does not outlive the test. Used by one thread.
 */
final class Child implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  /** Said where java.io.tmpdir is set. */
  private static final String OF_THE_LAUNCHER = "NOTE: Picked up JDK_JAVA_OPTIONS:";

  private final Process process;
  private final String command;
  private final BlockingQueue<Optional<String>> out;
  private final BlockingQueue<Optional<String>> err;

  Child(Process process, String command) {
    this.process = process;
    this.command = command;
    out = lines(process.getInputStream());
    err = lines(process.getErrorStream());
  }

  /** What is left of a child. */
  record Ended(int code, List<String> out, List<String> err) {

    String error() { return String.join("\n", err); }

    /** Each line as an object. */
    List<JsonObject> json() {
      return out.stream().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    }

    /** The last line as an object. */
    JsonObject summary() {
      return JsonParser.parseString(out.getLast()).getAsJsonObject();
    }

    /** Finds that the child did what it was asked for. */
    Ended done() { return with(0); }

    Ended with(int expected) {
      assertEquals(expected, code, this::toString);
      return this;
    }
  }

  long pid() { return process.pid(); }

  /** The next line of its output, or none at the end. */
  Optional<String> line() {
    return take(out);
  }

  /** The next line of its complaints, or none at the end. */
  Optional<String> errorLine() {
    return take(err);
  }

  /** Reads its output up to a line. */
  void await(String expected) {
    for (var line = line(); !line.equals(Optional.of(expected)); line = line()) {
      if (line.isEmpty()) {
        fail(command + "\nended before it said '" + expected + "': " + remaining(err));
      }
    }
  }

  /** Waits for a moment to pass, or for the end. Tells whether it ended. */
  boolean endsWithin(Duration moment) {
    try {
      return process.waitFor(moment.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Says that nobody wants anything any more, and waits for the end. */
  Ended dismiss() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ended();
  }

  /** Tells it to end, as an operating system does that shuts down, and waits for the end. */
  Ended terminate() {
    process.toHandle().destroy();
    return ended();
  }

  /** Ends it without warning. What it had printed can still be read. */
  void kill() {
    process.toHandle().destroyForcibly(); // the method of Process would throw away what is still in the pipe
    if (!endsWithin(PATIENCE)) {
      fail(command + "\nsurvived SIGKILL");
    }
  }

  /** Waits for the end: its own, and that of every process that prints where it prints. */
  Ended ended() {
    if (!endsWithin(PATIENCE)) {
      close();
      fail(command + "\ndid not end: " + remaining(out) + remaining(err));
    }
    return new Ended(process.exitValue(), remaining(out),
        remaining(err));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    kill();
  }

  private List<String> remaining(BlockingQueue<Optional<String>> lines) {
    var rest = new ArrayList<String>();
    for (var line = take(lines); line.isPresent(); line = take(lines)) {
      rest.add(line.get());
    }
    return rest;
  }

  private Optional<String> take(BlockingQueue<Optional<String>> lines) {
    try {
      var line = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError(command + "\nsays nothing. " + err.stream().flatMap(Optional::stream).collect(
            Collectors.joining("\n")));
      }
      if (line.isEmpty()) {
        lines.add(line);
      }
      return line;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static BlockingQueue<Optional<String>> lines(InputStream stream) {
    var lines = new LinkedBlockingQueue<Optional<String>>();
    Thread.ofPlatform().daemon().start(() -> {
      try (var reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
        reader.lines().filter(line -> !line.startsWith(OF_THE_LAUNCHER)).map(Optional::of).forEach(lines::add);
      } catch (IOException | UncheckedIOException e) {
        lines.add(Optional.of("unreadable: " + e));
      } finally {
        lines.add(Optional.empty());
      }
    });
    return lines;
  }
}
