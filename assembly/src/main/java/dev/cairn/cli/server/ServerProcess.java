package dev.cairn.cli.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The process of a server, and a shell beside it that reads a pipe of this process. When the pipe ends, because this
 * process is done or was killed, the shell ends the server and deletes the temporary folder.
 */
final class ServerProcess {
  private static final String SHELL = """
      trap '' INT TERM HUP
      work=$1
      shift
      "$@" </dev/null &
      server=$!
      exec >/dev/null 2>&1
      cat
      kill -s INT $server
      wait $server
      rm -rf "$work"
      """;
  private static final int KEPT_LINES = 12;
  private static final long SECONDS_TO_START = 60;
  private static final long SECONDS_TO_END = 30;

  private final Process process;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private final Deque<String> said = new ArrayDeque<>();

  private ServerProcess(Process process) {
    this.process = process;
  }

  static ServerProcess start(ServerPrograms programs, ServerUser user, Path data, Path work, int port)
      throws IOException {
    var server = new ServerProcess(Tool.start(user.command("sh", "-c", SHELL, "cairn-server", work,
        programs.bin().resolve("postgres"), "-D", data, "-c", "port=" + port, "-c", "listen_addresses=127.0.0.1", "-c",
        "unix_socket_directories=", "-c", "logging_collector=off", "-c", "log_destination=stderr").toList()));
    Thread.ofPlatform().daemon().name("cairn-server").start(server::read);
    return server;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        keep(line);
        if (line.contains("ready to accept connections")) {
          ready.complete(true);
        }
      }
    } catch (IOException e) {
      // its end
    }
    ready.complete(false);
  }

  private synchronized void keep(String line) {
    said.addLast(line);
    if (said.size() > KEPT_LINES) {
      said.removeFirst();
    }
  }

  private synchronized String said() {
    return String.join("\n", said);
  }

  /** Waits until the server can be used; tells what it said if it has ended instead. */
  Optional<String> awaitReady() {
    return ready.completeOnTimeout(false, SECONDS_TO_START, TimeUnit.SECONDS).join() ? Optional.empty()
        : Optional.of(said());
  }

  /** Whether a later try may succeed: another server is about to end, or has taken the port. */
  boolean isInTheWay() {
    String text = said();
    return text.contains("postmaster.pid") || text.contains("shared memory") || text.contains("could not bind");
  }

  /** Leaves a server that has ended by itself, without deleting anything. */
  void abandon() {
    process.destroyForcibly();
    closePipe();
  }

  private void closePipe() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // the shell has gone
    }
  }

  /** Ends the server and waits for its end. */
  void end() {
    closePipe();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
