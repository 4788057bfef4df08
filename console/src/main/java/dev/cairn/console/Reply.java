package dev.cairn.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;

/** What is sent back. */
record Reply(int status, String type, byte[] body, Map<String, String> headers) {
  private static final Gson GSON = new GsonBuilder().serializeNulls().create();

  static Reply json(JsonElement element) {
    return json(200, element);
  }

  /** A sentence for people about what went wrong. */
  static Reply problem(int status, String sentence) {
    JsonObject problem = new JsonObject();
    problem.addProperty("problem", sentence);
    return json(status, problem);
  }

  Reply with(String header, String value) {
    return new Reply(status, type, body, Map.of(header, value));
  }

  private static Reply json(int status, JsonElement element) {
    return new Reply(status, "application/json", GSON.toJson(element).getBytes(UTF_8), Map.of());
  }
}
