package dev.cairn.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask a console, and what nobody may. */
class ConsoleTest {
  @TempDir
  private static Path data;
  private static Console console;

  @BeforeAll
  static void fillAndOpen() {
    try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").open()) {
      system.entity(Till.TYPE, "1").ask(new Till.Sell("bread", new BigDecimal("2.50")));
    }
    console = Console.of(data).open();
  }

  @AfterAll
  static void close() {
    console.close();
  }

  /** Sends a request as it is, with a host that no client of HTTP would send. */
  private static String raw(String request) throws IOException {
    URI address = console.uri();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void requests_that_never_end_keep_nobody_waiting() throws IOException {
    URI address = console.uri();
    List<Socket> halves = new ArrayList<>();
    try {
      for (int i = 0; i < 32; i++) {
        Socket half = new Socket(address.getHost(), address.getPort());
        halves.add(half);
        half.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      String answer = raw("GET / HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\nConnection: close\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    } finally {
      for (Socket half : halves) {
        half.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "stores", "types?store=main", "verify?run=1", "nothing" })
  void nobody_is_answered_without_the_token(String path) {
    var answer = Visitor.stranger(console).get("/api/" + path);
    assertEquals(401, answer.status());
    assertTrue(answer.body().contains("Open the address that the console printed"), answer.body());
  }

  @Test
  void a_wrong_token_gets_no_cookie() {
    var answer = Visitor.stranger(console).enter("guessed");
    assertEquals(401, answer.status());
    assertTrue(answer.header("Set-Cookie").isEmpty());
  }

  @Test
  void the_token_stands_in_the_fragment_and_the_cookie_is_another_secret_that_no_script_and_no_other_site_has() {
    String token = Visitor.token(console);
    String cookie = Visitor.stranger(console).enter(token).header("Set-Cookie").orElseThrow();
    assertTrue(cookie.endsWith("; Path=/; HttpOnly; SameSite=Strict"), cookie);
    assertFalse(cookie.contains(token), cookie);
    assertEquals(null, console.uri().getQuery());
    try (Console other = Console.of(data).open()) {
      assertNotEquals(token, Visitor.token(other));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1" })
  void a_host_that_only_leads_here_is_refused(String host) throws IOException {
    String meant = host.replace("PORT", Integer.toString(console.uri().getPort()));
    String answer = raw("GET / HTTP/1.1\r\nHost: " + meant + "\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 421 "), answer);
    assertFalse(answer.contains("<html"), answer);
  }

  @ParameterizedTest
  @ValueSource(strings = { "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH" })
  void no_method_but_get_is_taken(String method) throws IOException {
    String answer = raw(method + " /api/stores HTTP/1.1\r\nHost: " + console.uri().getAuthority() + "\r\nCookie: "
        + Visitor.of(console).cookie() + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 405 ") && answer.contains("\r\nAllow: GET\r\n"), answer);
  }

  @Test
  void every_answer_lets_the_browser_load_from_here_alone() {
    for (String path : List.of("/", "/app.js", "/api/stores", "/nowhere")) {
      var answer = Visitor.of(console).get(path);
      String policy = answer.header("Content-Security-Policy").orElseThrow();
      assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"), policy);
      assertTrue(policy.contains("frame-ancestors 'none'"), policy);
      assertFalse(policy.contains("unsafe"), policy);
      assertEquals("nosniff", answer.header("X-Content-Type-Options").orElseThrow());
      assertEquals("no-referrer", answer.header("Referrer-Policy").orElseThrow());
      assertEquals("no-store", answer.header("Cache-Control").orElseThrow());
    }
  }

  @Test
  void the_page_is_small_and_names_no_other_host_and_no_inline_script() {
    int bytes = 0;
    for (String path : Assets.paths()) {
      var answer = Visitor.stranger(console).get(path);
      assertEquals(200, answer.status(), path);
      bytes += answer.body().length();
      assertFalse(answer.body().replace("http://www.w3.org/2000/svg", "").contains("://"), path);
      assertFalse(answer.body().matches("(?s).*<script(?! defer src=\"/).*"), path);
      assertFalse(answer.body().contains("innerHTML"), path);
    }
    assertTrue(bytes < 300_000, bytes + " bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = { "/nowhere", "/../secret", "/page/index.html", "/%2e%2e/Console.class", "/app.js/" })
  void nothing_but_the_page_is_served(String path) {
    assertEquals(404, Visitor.stranger(console).get(path).status());
  }

  @Test
  void a_port_that_is_taken_is_named() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var builder = Console.of(data).port(taken.getLocalPort());
      String message = assertThrows(UncheckedIOException.class, builder::open).getMessage();
      assertTrue(message.startsWith("Port " + taken.getLocalPort() + " of the loopback address is taken."), message);
    }
  }

  @Test
  void it_ends_when_it_is_closed_and_a_second_close_does_nothing() {
    Console other = Console.of(data).open();
    other.close();
    other.close();
    assertThrows(UncheckedIOException.class, () -> Visitor.of(other));
  }
}
