package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server that a test stops, kills, copies and promotes. Its tables are in a folder of the test. */
final class OwnServer implements AutoCloseable {
  private static final Path PROGRAMS = TestServer.programs();

  private final Path data;
  private final int port;
  private final List<String> options = new ArrayList<>(
      List.of("-c listen_addresses=localhost", "-c unix_socket_directories=''", "-c shared_buffers=16MB"));

  private OwnServer(Path data, List<String> options) {
    this.data = data;
    this.port = freePort();
    this.options.add("-p " + port);
    options.forEach(option -> this.options.add("-c " + option));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a server that is not started yet. */
  static OwnServer create(Path data, String... options) {
    run(Map.of(), "initdb", "-D", data.toString(), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N");
    return new OwnServer(data, List.of(options));
  }

  /** Makes a server that follows this one over the network, from a copy of its folder while it is stopped. */
  OwnServer standby(Path copy) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder("cp", "-a", data.toString(), copy.toString()).start().waitFor());
    Files.createFile(copy.resolve("standby.signal"));
    Files.writeString(copy.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=localhost port=" + port + " user=postgres'\nwal_retrieve_retry_interval = '100ms'\n");
    return new OwnServer(copy, List.of());
  }

  OwnServer start() {
    run(Map.of(), "pg_ctl", "-D", data.toString(), "-l", log(), "-o", String.join(" ", options), "-w", "start");
    return this;
  }

  /** Stops it and starts it at once, as an administrator does: {@code fast} or {@code immediate}. */
  void restart(String mode) {
    restart(mode, Map.of());
  }

  /** Restarts it with variables in its environment. */
  void restart(String mode, Map<String, String> environment) {
    run(environment, "pg_ctl", "-D", data.toString(), "-l", log(), "-m", mode, "-o", String.join(" ", options), "-w",
        "restart");
  }

  void promote() {
    run(Map.of(), "pg_ctl", "-D", data.toString(), "-w", "promote");
  }

  /** Kills all its processes at once. */
  void kill() {
    ProcessHandle process = process();
    List<ProcessHandle> all = new ArrayList<>(List.of(process));
    process.children().forEach(all::add);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
    try {
      Files.delete(data.resolve("postmaster.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessHandle process() {
    try {
      String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
      return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String log() {
    return data + ".log";
  }

  private static void run(Map<String, String> environment, String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("unshare", "-U")); // a server refuses to run as root
    }
    command.add(PROGRAMS.resolve(program).toString());
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile("cairn-server", ".out");
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      process.destroyForcibly().waitFor();
      String said = Files.readString(output);
      Files.delete(output);
      assertEquals("0", ended ? "" + process.exitValue() : "late", () -> program + ": " + said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The command that runs it in the foreground, with its tables elsewhere. */
  List<String> command(Path elsewhere) {
    List<String> command =
        new ArrayList<>(List.of(PROGRAMS.resolve("postgres").toString(), "-D", elsewhere.toString()));
    options.forEach(option -> command.addAll(List.of(option.replace("''", "").split(" ", 2))));
    return command;
  }

  int port() {
    return port;
  }

  String url() {
    return "jdbc:postgresql://localhost:" + port + "/postgres";
  }

  /** The address of this server and of the one that may take over. */
  String urlWith(OwnServer other) {
    return "jdbc:postgresql://localhost:" + port + ",localhost:" + other.port + "/postgres";
  }

  /** Runs statements as the administrator of the server. */
  void run(String... statements) {
    administrator().run(statements);
  }

  /** Asks for one value. */
  String ask(String question) {
    return administrator().ask(question);
  }

  /** Waits until the answer is this one. */
  void await(String question, String answer) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    for (String now = ask(question); !now.equals(answer); now = ask(question)) {
      String found = now;
      assertEquals(true, System.nanoTime() < deadline, () -> question + " is " + found);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private Administrator administrator() {
    return new Administrator(url());
  }

  @Override
  public void close() {
    if (Files.exists(data.resolve("postmaster.pid"))) {
      run(Map.of(), "pg_ctl", "-D", data.toString(), "-m", "immediate", "-w", "stop");
    }
  }
}
