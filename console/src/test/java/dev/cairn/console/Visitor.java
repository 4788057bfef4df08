package dev.cairn.console;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Asks a console as its page does. */
record Visitor(URI address, String cookie) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What comes back. */
  record Answer(int status, Map<String, List<String>> headers, String body) {

    Optional<String> header(String name) {
      return headers.entrySet().stream().filter(header -> name.equalsIgnoreCase(header.getKey()))
          .map(header -> header.getValue().get(0)).findFirst();
    }

    JsonObject json() {
      return JsonParser.parseString(body).getAsJsonObject();
    }
  }

  /** One that has brought the token. */
  static Visitor of(Console console) {
    Answer entered = stranger(console).enter(token(console));
    return new Visitor(console.uri(), entered.header("Set-Cookie").orElseThrow().split(";")[0]);
  }

  static Visitor stranger(Console console) {
    return new Visitor(console.uri(), "");
  }

  static String token(Console console) {
    return console.uri().getFragment().substring("token=".length());
  }

  Answer enter(String token) {
    return get("/api/session", "Authorization", "Bearer " + token);
  }

  Answer get(String path) {
    return get(path, "Cookie", cookie);
  }

  private Answer get(String path, String header, String value) {
    try {
      var asked = (HttpURLConnection) address.resolve(path).toURL().openConnection();
      asked.setConnectTimeout((int) PATIENCE.toMillis());
      asked.setReadTimeout((int) PATIENCE.toMillis());
      if (!value.isEmpty()) {
        asked.setRequestProperty(header, value);
      }
      int status = asked.getResponseCode();
      try (InputStream in = status < 400 ? asked.getInputStream() : asked.getErrorStream()) {
        return new Answer(status, asked.getHeaderFields(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks with names and values in turn. */
  JsonObject ask(String path, String... parameters) {
    StringBuilder query = new StringBuilder("/api/" + path);
    for (int i = 0; i < parameters.length; i += 2) {
      query.append(i == 0 ? '?' : '&').append(parameters[i]).append('=')
          .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
    }
    return get(query.toString()).json();
  }

  /** Asks again until an answer has what is wanted. */
  JsonObject askUntil(Predicate<JsonObject> wanted, String path, String... parameters) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until) {
      JsonObject answer = ask(path, parameters);
      if (wanted.test(answer)) {
        return answer;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    throw new AssertionError("No answer of " + path + " has what is wanted.");
  }
}
