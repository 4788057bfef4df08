package dev.cairn.examples.kafka;

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

/** Values as JSON, in the form of {@code cairn events --json}: bytes are Base64, what JSON does not have is a text. */
final class Json {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private Json() {}

  static String text(Map<String, @Nullable Object> members) {
    return GSON.toJson(object(members));
  }

  private static JsonObject object(Map<?, ?> members) {
    var object = new JsonObject();
    members.forEach((name, value) -> object.add(String.valueOf(name), element(value)));
    return object;
  }

  private static JsonElement element(@Nullable Object value) {
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
