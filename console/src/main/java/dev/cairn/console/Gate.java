package dev.cairn.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * The server. It answers on the loopback address, to who may ask, and only questions. Each request has a thread of its
 * own, so one that never ends keeps nobody waiting; a few of them look into the store at the same time.
 */
final class Gate {
  private static final int LOOKS = 6;
  private static final byte[] LOOPBACK = { 127, 0, 0, 1 };
  private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
      + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final HttpServer server;
  private final ExecutorService threads;
  private final Semaphore looks = new Semaphore(LOOKS);
  private final Access access;
  private final Routes routes;

  private Gate(HttpServer server, Routes routes) {
    this.server = server;
    this.routes = routes;
    this.access = new Access(server.getAddress());
    this.threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("cairn-console-", 0).factory());
  }

  static Gate open(int port, Routes routes) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
    Gate gate = new Gate(server, routes);
    server.setExecutor(gate.threads);
    server.createContext("/", gate::handle);
    server.start();
    return gate;
  }

  URI uri() {
    return access.uri();
  }

  void close() {
    server.stop(0);
    threads.shutdownNow();
    routes.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, answer(exchange));
    }
  }

  private Reply answer(HttpExchange exchange) {
    if (!access.isOwnHost(values(exchange, "Host"))) {
      return Reply.problem(421, "The console answers only at the address that it printed.");
    }
    if (!exchange.getRequestMethod().equals("GET")) {
      return Reply.problem(405, "The console only reads, so it takes no other method than GET.").with("Allow", "GET");
    }
    String path = exchange.getRequestURI().getPath();
    if (!path.startsWith("/api/")) {
      return Assets.at(path);
    }
    if (path.equals("/api/session")) {
      return access.isToken(exchange.getRequestHeaders().getFirst("Authorization"))
          ? new Reply(204, "text/plain", new byte[0], Map.of("Set-Cookie", access.cookie()))
          : Reply.problem(401, "This token is not the one of this console.");
    }
    if (!access.isSession(values(exchange, "Cookie"))) {
      return Reply.problem(401, "Open the address that the console printed: it has the token.");
    }
    looks.acquireUninterruptibly();
    try {
      return routes.answer(exchange.getRequestURI());
    } finally {
      looks.release();
    }
  }

  private static List<String> values(HttpExchange exchange, String header) {
    return exchange.getRequestHeaders().getOrDefault(header, List.of());
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", reply.type());
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
    reply.headers().forEach(headers::set);
    byte[] body = exchange.getRequestMethod().equals("HEAD") ? new byte[0] : reply.body();
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }
}
