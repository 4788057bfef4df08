package dev.cairn.cli.print;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON on one line. Bytes become Base64, a value without a JSON type becomes its text. The line is safe on a
 * terminal: dangerous characters, which can only be inside strings, are written as JSON escapes.
 */
public final class Json {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private Json() {}

  /** Returns the element on one line. */
  public static String line(JsonElement element) {
    return Printable.of(GSON.toJson(element));
  }

  /** Returns names and values as an object, in their order. */
  public static JsonObject object(Map<?, ?> fields) {
    var object = new JsonObject();
    fields.forEach((name, value) -> object.add(String.valueOf(name), element(value)));
    return object;
  }

  /** Returns a value as an element. */
  public static JsonElement element(@Nullable Object value) {
    return switch (value) {
      case null -> JsonNull.INSTANCE;
      case Optional<?> optional -> element(optional.orElse(null));
      case Boolean bool -> new JsonPrimitive(bool);
      case Double number when !Double.isFinite(number) -> new JsonPrimitive(number.toString());
      case Float number when !Float.isFinite(number) -> new JsonPrimitive(number.toString());
      case Number number -> new JsonPrimitive(number);
      case byte[] bytes -> new JsonPrimitive(Base64.getEncoder().encodeToString(bytes));
      case Map<?, ?> map -> object(map);
      case Collection<?> list -> array(list);
      default -> new JsonPrimitive(value.toString());
    };
  }

  private static JsonArray array(Collection<?> list) {
    var array = new JsonArray(list.size());
    list.forEach(each -> array.add(element(each)));
    return array;
  }
}
