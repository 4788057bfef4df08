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

/** A network between the driver and the server that can be cut, or go silent. */
final class Wire implements AutoCloseable {
  private final ServerSocket door;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean silent;
  private volatile boolean swallowsAnswers;

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
          out.write(bytes, 0, read);
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
