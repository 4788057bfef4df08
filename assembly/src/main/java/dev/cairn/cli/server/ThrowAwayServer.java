package dev.cairn.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.cli.print.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A PostgreSQL server on the loopback interface, with a password that nobody else knows. However the process of this
 * command ends, a server that was started ends too, and its temporary folder goes. A process that is killed before
 * leaves the folder. Used by one thread.
 *
 * <pre>
 *   FOLDER/data       the database; kept where its folder was named
 *   FOLDER/password   of the only user
 *   TEMPORARY         the unpacked programs, and FOLDER where none was named
 * </pre>
 */
public final class ThrowAwayServer implements AutoCloseable {
  private static final String USER = "cairn";
  private static final String DRAFT = "new-";
  private static final Duration MOST_WAITING = Duration.ofSeconds(30);
  private static final Duration TURN = Duration.ofMillis(250);

  private final Path work;
  private final ServerProcess process;
  private final Path password;
  private final int port;
  private final String version;

  private ThrowAwayServer(Path work, ServerProcess process, Path password, int port, String version) {
    this.work = work;
    this.process = process;
    this.password = password;
    this.port = port;
    this.version = version;
  }

  /**
   * Starts a server and waits until it can be used. In a folder that a killed command has left, it goes on with what is
   * there.
   *
   * @param programs the distribution's folder with the programs
   * @param kept the folder to keep; empty for one that goes with the server
   * @throws NoServer if none can be started
   */
  public static ThrowAwayServer start(Optional<Path> programs, Optional<Path> kept) {
    Path work = temporaryFolder();
    try {
      ServerUser user = ServerUser.of(work);
      user.take(work);
      ServerPrograms found = ServerPrograms.find(programs, user, work);
      Path folder = Files.createDirectories(kept.orElseGet(() -> work.resolve("server")));
      user.take(folder);
      deleteDrafts(folder);
      Path password = password(folder, user);
      Path data = database(folder, password, found, user);
      return start(found, user, data, work, password);
    } catch (IOException e) {
      delete(work);
      throw new NoServer("The server cannot be started: " + Failure.words(e) + ".");
    } catch (RuntimeException | Error e) {
      delete(work);
      throw e;
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("cairn-server-").toRealPath();
    } catch (IOException e) {
      throw new NoServer("No temporary folder can be made for the server: " + Failure.words(e) + ".");
    }
  }

  /** What a command left that was killed while it made a database. */
  private static void deleteDrafts(Path folder) throws IOException {
    try (var drafts = Files.newDirectoryStream(folder, DRAFT + "*")) {
      drafts.forEach(ThrowAwayServer::delete);
    }
  }

  private static Path password(Path folder, ServerUser user) throws IOException {
    Path file = folder.resolve("password");
    if (!Files.exists(file)) {
      byte[] secret = new byte[24];
      new SecureRandom().nextBytes(secret);
      Path draft = Files.createTempFile(folder, DRAFT, "",
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(draft, HexFormat.of().formatHex(secret), UTF_8);
      user.take(draft);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }

  /** Makes the database whole or not at all: under its own name only when it is done. */
  private static Path database(Path folder, Path password, ServerPrograms programs, ServerUser user)
      throws IOException {
    Path data = folder.resolve("data");
    if (!Files.exists(data)) {
      Path draft = Files.createTempDirectory(folder, DRAFT);
      user.take(draft);
      Tool initdb = Tool.run(user.command(programs.bin().resolve("initdb"), "-D", draft, "-U", USER,
          "--pwfile=" + password, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"));
      if (!initdb.isDone()) {
        throw new NoServer("The initdb of PostgreSQL " + programs.version() + " failed: " + initdb.text());
      }
      Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
    }
    return data;
  }

  /** A server of a killed command may need a moment to end, and a free port may be taken by another process. */
  private static ThrowAwayServer start(ServerPrograms programs, ServerUser user, Path data, Path work, Path password)
      throws IOException {
    long deadline = System.nanoTime() + MOST_WAITING.toNanos();
    while (true) {
      int port = freePort();
      ServerProcess process = ServerProcess.start(programs, user, data, work, port);
      Optional<String> failure = process.awaitReady();
      if (failure.isEmpty()) {
        return new ThrowAwayServer(work, process, password, port, programs.version());
      }
      process.abandon();
      if (!process.isInTheWay() || System.nanoTime() > deadline) {
        throw new NoServer("PostgreSQL " + programs.version() + " did not start on " + data + ": " + failure.get());
      }
      LockSupport.parkNanos(TURN.toNanos());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The settings of a location on this server. */
  public Map<String, String> settings() {
    return Map.of("url", "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "user", USER, "password-file",
        password.toString());
  }

  /** A folder that goes with the server. */
  public Path temporary() {
    return work;
  }

  /** For people. */
  @Override
  public String toString() {
    return "PostgreSQL " + version + " at 127.0.0.1:" + port;
  }

  /** Ends the server, and deletes what is not to be kept. */
  @Override
  public void close() {
    process.end();
    delete(work);
  }

  private static void delete(Path folder) {
    try (var all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      // the shell beside the server deletes it at the same time
    }
  }
}
