package dev.cairn.examples.kafka;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;

/** What another system sends: {@code {"account": "42", "cents": -100}}. */
final class Payment {
  private Payment() {}

  /**
   * Understands a message.
   *
   * @throws IllegalArgumentException if it is no payment; the message says why
   */
  static Request<Account.Order<?>> read(byte[] value) {
    JsonObject json;
    try {
      json = JsonParser.parseString(new String(value, StandardCharsets.UTF_8)).getAsJsonObject();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("it is no JSON object", e);
    }
    try {
      return new Request<>(Account.TYPE, json.get("account").getAsString(),
          new Account.Book(json.get("cents").getAsBigDecimal().longValueExact()));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("it needs an account and a whole number of cents", e);
    }
  }
}
