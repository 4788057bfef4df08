package dev.cairn.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.cli.print.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A program that runs to its end, and what it printed. */
record Tool(int code, String text) {

  /** Runs a command; a program that is not there ends with 127, as in a shell. */
  static Tool run(Stream<String> command) {
    return run(command, null);
  }

  /** Runs a command that reads a stream to its end. */
  static Tool run(Stream<String> command, @Nullable InputStream input) {
    try {
      Process process = start(command.toList());
      try (OutputStream in = process.getOutputStream()) {
        if (input != null) {
          input.transferTo(in);
        }
      }
      String text = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      return new Tool(process.waitFor(), text);
    } catch (IOException e) {
      return new Tool(127, Failure.words(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoServer("The start of the server was interrupted.");
    }
  }

  /** Starts a command with one stream for all that it prints, in English. */
  static Process start(List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  boolean isDone() { return code == 0; }
}
