package dev.cairn.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is asked: a path, and parameters by their names. */
record Question(String path, Map<String, String> parameters) {

  static Question of(URI uri) {
    Map<String, String> parameters = new HashMap<>();
    String query = Optional.ofNullable(uri.getRawQuery()).orElse("");
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return new Question(uri.getPath(), parameters);
  }

  String text(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("The parameter '" + name + "' is missing."));
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  long number(String name, long otherwise) {
    try {
      return find(name).map(Long::parseLong).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("The parameter '" + name + "' must be a whole number.", e);
    }
  }
}
