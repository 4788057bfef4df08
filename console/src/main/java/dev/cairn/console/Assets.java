package dev.cairn.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The files of the page, which are in this jar and hold nothing of a store. */
final class Assets {
  private static final List<String> SCRIPTS =
      List.of("dom", "values", "charts", "stores", "actors", "actor", "readers", "verify", "live", "app");
  private static final Map<String, String> TYPES = types();

  private Assets() {}

  /** Every path that is served. */
  static List<String> paths() {
    return List.copyOf(TYPES.keySet());
  }

  static Reply at(String path) {
    String file = path.equals("/") ? "/index.html" : path;
    String type = TYPES.get(file);
    if (type == null) {
      return Reply.problem(404, "The console has no page at this address.");
    }
    try (InputStream in = Assets.class.getResourceAsStream("/META-INF/cairn/console" + file)) {
      return new Reply(200, type, Objects.requireNonNull(in, file).readAllBytes(), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> types() {
    Map<String, String> types = new LinkedHashMap<>();
    types.put("/index.html", "text/html; charset=utf-8");
    types.put("/console.css", "text/css; charset=utf-8");
    types.put("/cairn.svg", "image/svg+xml");
    SCRIPTS.forEach(script -> types.put("/" + script + ".js", "text/javascript; charset=utf-8"));
    return types;
  }
}
