package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A server whose tables are on a disk of 128 MiB in memory, which only it and a shell see. Needs Linux, and the right
 * to mount one.
 */
final class SmallServer implements AutoCloseable {
  /** Takes orders, and answers each with a line. A server refuses to run as root, so it is started as nobody. */
  private static final String SHELL = """
      mount -t tmpfs -o size=128m none "$0" && cp -a "$1"/. "$0"/ && chmod 700 "$0" && cd "$0" || exit 1
      shift
      echo ready
      while read -r order; do
        case $order in
          start) readlink "/proc/$pid/exe" >&2 || { unshare -U "$@" </dev/null >>"$LOG" 2>&1 & pid=$!; } ;;
          fill) cat /dev/zero >ballast 2>/dev/null ;;
          free) rm ballast ;;
        esac
        echo "done"
      done
      kill -QUIT "$pid"
      """;

  private final OwnServer template;
  private final Process shell;
  private final BufferedReader answers;

  private SmallServer(OwnServer template, Process shell) {
    this.template = template;
    this.shell = shell;
    this.answers = shell.inputReader();
  }

  static boolean isPossible() throws InterruptedException {
    try {
      return new ProcessBuilder("unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
          "mount -t tmpfs none /tmp && unshare -U true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  static SmallServer start(Path folder) throws IOException {
    OwnServer template = OwnServer.create(folder.resolve("template"), "max_wal_size=32MB", "min_wal_size=32MB");
    Path disk = Files.createDirectories(folder.toRealPath().resolve("disk"));
    List<String> command = new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", SHELL,
        disk.toString(), folder.toRealPath().resolve("template").toString()));
    command.addAll(template.command(disk));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(folder.resolve("shell.err").toFile());
    builder.environment().put("LOG", folder.toRealPath().resolve("small.log").toString());
    SmallServer server = new SmallServer(template, builder.start());
    assertEquals("ready", server.answers.readLine());
    server.awaitAnswer();
    return server;
  }

  private void order(String order) throws IOException {
    shell.getOutputStream().write((order + "\n").getBytes(StandardCharsets.UTF_8));
    shell.getOutputStream().flush();
    assertEquals("done", answers.readLine());
  }

  private boolean answers() {
    try {
      DriverManager.getConnection(url(), "postgres", "").close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private void awaitAnswer() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!answers()) {
      order("start"); // where it does not run
      assertTrue(System.nanoTime() < deadline, "the server does not start");
      LockSupport.parkNanos(50_000_000);
    }
  }

  /** Takes all the space that is left. */
  void fill() throws IOException {
    order("fill");
  }

  /** Gives the space back, and starts the server where it has given up, as an administrator does. */
  void free() throws IOException {
    order("free");
    awaitAnswer();
  }

  String url() {
    return template.url();
  }

  @Override
  public void close() throws IOException {
    shell.getOutputStream().close();
    shell.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
