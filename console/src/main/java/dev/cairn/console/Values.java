package dev.cairn.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stored values for the page, which shows the beginning of what is long:
 *
 * <pre>
 *   a record, a map           {"map": [[name, value], ...], "more": how many are not shown}
 *   a list                    {"list": [value, ...], "more": ...}
 *   a number                  {"number": "12.50"}: a script would round a large one
 *   bytes                     {"bytes": Base64, "size": how many there are}
 *   a long text               {"text": its beginning, "size": its characters}
 *   a text, a boolean, null   themselves
 * </pre>
 */
final class Values {
  private static final int MOST_CHARACTERS = 2_000;
  private static final int MOST_BYTES = 96;
  private static final int MOST_ELEMENTS = 200;

  private Values() {}

  static JsonElement of(@Nullable Object value) {
    return switch (value) {
      case null -> JsonNull.INSTANCE;
      case Optional<?> optional -> of(optional.orElse(null));
      case Boolean bool -> new JsonPrimitive(bool);
      case Number number -> object("number", new JsonPrimitive(number.toString()));
      case byte[] bytes -> bytes(bytes);
      case Map<?, ?> map -> map(map);
      case Collection<?> list -> list(list);
      default -> text(value.toString());
    };
  }

  private static JsonElement text(String text) {
    if (text.length() <= MOST_CHARACTERS) {
      return new JsonPrimitive(text);
    }
    JsonObject object = object("text", new JsonPrimitive(text.substring(0, MOST_CHARACTERS)));
    object.addProperty("size", text.length());
    return object;
  }

  private static JsonObject bytes(byte[] bytes) {
    byte[] first = Arrays.copyOf(bytes, Math.min(bytes.length, MOST_BYTES));
    JsonObject object = object("bytes", new JsonPrimitive(Base64.getEncoder().encodeToString(first)));
    object.addProperty("size", bytes.length);
    return object;
  }

  private static JsonObject map(Map<?, ?> map) {
    JsonArray pairs = new JsonArray();
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext() && pairs.size() < MOST_ELEMENTS) {
      Map.Entry<?, ?> entry = entries.next();
      JsonArray pair = new JsonArray();
      pair.add(text(String.valueOf(entry.getKey())));
      pair.add(of(entry.getValue()));
      pairs.add(pair);
    }
    return counted("map", pairs, map.size());
  }

  private static JsonObject list(Collection<?> list) {
    JsonArray values = new JsonArray();
    Iterator<?> elements = list.iterator();
    while (elements.hasNext() && values.size() < MOST_ELEMENTS) {
      values.add(of(elements.next()));
    }
    return counted("list", values, list.size());
  }

  private static JsonObject counted(String name, JsonArray shown, int all) {
    JsonObject object = object(name, shown);
    object.addProperty("more", all - shown.size());
    return object;
  }

  private static JsonObject object(String name, JsonElement value) {
    JsonObject object = new JsonObject();
    object.add(name, value);
    return object;
  }
}
