package dev.cairn.backend.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A network between the driver and the server that can be cut, or go silent. */
final class Wire implements AutoCloseable {
  private final ServerSocket door;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean silent;
  private volatile boolean swallowsAnswers;
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong ways = new AtomicLong();
  private final AtomicBoolean asks = new AtomicBoolean();
  private volatile Limit limit = Limit.NONE;

  /**
   * Where one direction ends.
   *
   * @param answers whether it is that of the answers
   * @param at the byte, counted since the wire is there
   * @param holds whether what comes then waits, and both sides are told nothing; otherwise the connection is cut
   */
  private record Limit(boolean answers, long at, boolean holds) {
    static final Limit NONE = new Limit(false, Long.MAX_VALUE, false);
  }

  Wire(int port) {
    this.port = port;
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().start(this::accept);
  }

  String url() {
    return "jdbc:postgresql://localhost:" + door.getLocalPort() + "/postgres";
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(client);
        sockets.add(server);
        Thread.ofPlatform().daemon().start(() -> pump(client, server, false));
        Thread.ofPlatform().daemon().start(() -> pump(server, client, true));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] bytes = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        if (!silent && !(answers && swallowsAnswers)) {
          pass(bytes, read, out, answers);
        }
      }
    } catch (IOException e) {
      // cut
    }
    if (!silent) {
      close(from);
      close(to);
    }
  }

  private void pass(byte[] bytes, int length, OutputStream out, boolean answers) throws IOException {
    AtomicLong passed = answers ? answered : asked;
    if (!asks.getAndSet(!answers) && !answers) {
      ways.incrementAndGet();
    }
    Limit now = limit;
    long room = now.answers() == answers ? now.at() - passed.get() : Long.MAX_VALUE;
    int first = Math.clamp(room, 0, length);
    out.write(bytes, 0, first);
    passed.addAndGet(first);
    if (first < length) {
      while (now.holds() && limit == now && !door.isClosed()) {
        LockSupport.parkNanos(1_000_000);
      }
      if (!now.holds()) {
        throw new IOException("cut");
      }
      out.write(bytes, first, length - first);
      passed.addAndGet(length - first);
    }
  }

  /** How many bytes the server was told. */
  long asked() {
    return asked.get();
  }

  /** How often it was told something after an answer. */
  long ways() {
    return ways.get();
  }

  /** How many bytes it has answered. */
  long answered() {
    return answered.get();
  }

  /** Cuts a connection when the server was told so many more bytes, and would be told another one. */
  void cutAfterAsking(long bytes) {
    limit = new Limit(false, asked.get() + bytes, false);
  }

  /** Cuts a connection when the server has answered so many more bytes, and would answer another one. */
  void cutAfterAnswering(long bytes) {
    limit = new Limit(true, answered.get() + bytes, false);
  }

  /** Holds back what the server is told after so many more bytes. */
  void holdAfterAsking(long bytes) {
    limit = new Limit(false, asked.get() + bytes, true);
  }

  /** Lets everything through again, also what was held back. */
  void letThrough() {
    limit = Limit.NONE;
  }

  /** From now on nothing comes through, and neither side is told. */
  void goSilent() {
    silent = true;
  }

  /** From now on what the server answers is lost; what it is told comes through. */
  void swallowAnswers() {
    swallowsAnswers = true;
  }

  /** Cuts every connection that there is now. */
  void cut() {
    sockets.forEach(Wire::close);
    sockets.clear();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // closed
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      // closed
    }
    cut();
  }
}
