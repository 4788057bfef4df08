package dev.cairn.spi;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The name of one stream. The three parts are three parts in every backend, never joined into one text, so that no key
 * can reach into another.
 *
 * @param store {@code [a-z][a-z0-9-]{0,62}}
 * @param type {@code [a-z_][a-z0-9_.-]{0,62}}; a leading underscore belongs to the runtime's own streams
 * @param id any well-formed Unicode text of 1 to 1,024 bytes in UTF-8; ids are equal only if their bytes are
 */
public record StreamKey(String store, String type, String id) {

  /** The longest id, in bytes of UTF-8. */
  public static final int MAX_ID_BYTES = 1024;

  private static final Pattern STORE = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Pattern TYPE = Pattern.compile("[a-z_][a-z0-9_.-]{0,62}");

  /**
   * Checks all three parts.
   *
   * @throws IllegalArgumentException naming the part and the rule it breaks
   */
  public StreamKey {
    check(STORE, "store name", store);
    check(TYPE, "type name", type);
    int bytes = utf8(id).length;
    if (bytes < 1 || bytes > MAX_ID_BYTES) {
      throw new IllegalArgumentException(
          "An id must have 1 to " + MAX_ID_BYTES + " bytes in UTF-8; it has " + bytes + ".");
    }
  }

  /** Returns the id as bytes, by which backends store and compare it. */
  public byte[] idBytes() {
    return utf8(id);
  }

  /**
   * Returns the key for people, as the path of its actor: {@code /type/id}, or {@code /type@store/id} of another store
   * than {@code main}. In the id {@code %} is written as {@code %25} and {@code /} as {@code %2F}, so no two keys look
   * alike.
   */
  @Override
  public String toString() {
    String segment = id.indexOf('/') < 0 && id.indexOf('%') < 0 ? id : id.replace("%", "%25").replace("/", "%2F");
    return "/" + type + (store.equals("main") ? "" : "@" + store) + "/" + segment;
  }

  private static void check(Pattern rule, String what, String name) {
    if (!rule.matcher(name).matches()) {
      throw new IllegalArgumentException("A " + what + " must match " + rule + "; '" + name + "' does not.");
    }
  }

  private static byte[] utf8(String id) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .encode(CharBuffer.wrap(id));
      byte[] exact = new byte[bytes.remaining()];
      bytes.get(exact);
      return exact;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("An id must be well-formed Unicode; it holds half of a surrogate pair.", e);
    }
  }
}
