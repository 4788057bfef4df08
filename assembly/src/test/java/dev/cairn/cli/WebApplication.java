package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The example on Spring Boot, as a process of its own on a free port. */
record WebApplication(Child child, int port) implements AutoCloseable {
  private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+) ");
  private static final String READINESS = "/actuator/health/readiness";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** What it answered. */
  record Response(int status, String body) {}

  /** The fat jar that the build made. */
  static Path jar() {
    return Path.of(System.getProperty("cairn.root"), "examples/spring-boot/target/accounts-0.1.0.jar");
  }

  /** Starts it with the accounts of a folder, and returns when it answers requests. */
  static WebApplication start(Path folder) {
    return start(Launch.java(folder, "-jar", jar().toString()));
  }

  /**
   * Starts it by a command without a port, and returns when it is ready for requests. It opens its port a moment before
   * that, and answers 503 for its health until then.
   */
  static WebApplication start(Launch launch) {
    Child child = launch.and("--server.port=0").start();
    for (Optional<String> line = child.line(); line.isPresent(); line = child.line()) {
      Matcher started = STARTED.matcher(line.get());
      if (started.find()) {
        WebApplication app = new WebApplication(child, Integer.parseInt(started.group(1)));
        app.awaitReady();
        return app;
      }
    }
    return fail("it did not start: " + child.ended());
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (Response now = get(READINESS); now.status() != 200; now = get(READINESS)) {
      if (System.nanoTime() > deadline) {
        child.close();
        fail("it is not ready: " + now);
      }
    }
  }

  Response get(String path) {
    try {
      return send(port, "GET", path, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends one request on a connection of its own, which is not repeated.
   *
   * @throws IOException if no response came
   */
  static Response send(int port, String method, String path, @Nullable String body) throws IOException {
    HttpURLConnection http =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    http.setRequestMethod(method);
    http.setRequestProperty("Connection", "close");
    http.setReadTimeout(60_000);
    if (body != null) {
      http.setDoOutput(true);
      http.setRequestProperty("Content-Type", "application/json");
      try (OutputStream out = http.getOutputStream()) {
        out.write(body.getBytes(UTF_8));
      }
    }
    int status = http.getResponseCode();
    try (InputStream in = status < 400 ? http.getInputStream() : http.getErrorStream()) {
      return new Response(status, in == null ? "" : new String(in.readAllBytes(), UTF_8));
    }
  }

  /** Ends it without warning. */
  void kill() {
    child.kill();
  }

  /** Tells it to end, and waits for the end. */
  Child.Ended terminate() {
    return child.terminate();
  }

  @Override
  public void close() {
    child.close();
  }
}
