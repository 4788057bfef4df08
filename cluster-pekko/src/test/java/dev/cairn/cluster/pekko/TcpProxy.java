package dev.cairn.cluster.pekko;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** A cable that can be cut: what it has is dropped, and who connects waits for an answer that does not come. */
final class TcpProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final InetSocketAddress target;
  private final Set<Cable> cables = ConcurrentHashMap.newKeySet();
  private volatile Predicate<String> cut = source -> false;

  /** One connection through the proxy. */
  private record Cable(Socket from, Socket to, String source) {
    void close() {
      for (Socket end : new Socket[] { from, to }) {
        try {
          end.close();
        } catch (IOException e) {
          // it is closed then
        }
      }
    }
  }

  TcpProxy(InetSocketAddress target) throws IOException {
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  InetSocketAddress target() {
    return target;
  }

  /** Cuts what comes from the addresses for which this is true, now and later; mends the rest. */
  void cut(Predicate<String> sources) {
    Predicate<String> before = cut;
    cut = sources;
    cables.stream().filter(cable -> sources.test(cable.source()) || before.test(cable.source())).forEach(cable -> {
      cables.remove(cable);
      cable.close();
    });
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket from = listening.accept();
        var cable = new Cable(from, new Socket(), from.getInetAddress().getHostAddress());
        cables.add(cable);
        if (!cut.test(cable.source())) {
          connect(cable);
        }
      } catch (IOException e) {
        // closed, or the other end tries again
      }
    }
  }

  private void connect(Cable cable) {
    try {
      cable.to().connect(target, 2_000);
      Thread.ofVirtual().start(() -> carry(cable, cable.from(), cable.to()));
      Thread.ofVirtual().start(() -> carry(cable, cable.to(), cable.from()));
    } catch (IOException e) {
      cables.remove(cable);
      cable.close();
    }
  }

  private void carry(Cable cable, Socket from, Socket to) {
    try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // either end has closed
    } finally {
      cable.close();
      cables.remove(cable);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cables.forEach(Cable::close);
  }
}
