package dev.cairn.spi;

import java.nio.charset.StandardCharsets;

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

  private static final String STORE = "[a-z][a-z0-9-]{0,62}";
  private static final String TYPE = "[a-z_][a-z0-9_.-]{0,62}";
  private static final int MAX_NAME = 63;

  /**
   * Checks all three parts.
   *
   * @throws IllegalArgumentException naming the part and the rule it breaks
   */
  public StreamKey {
    check(STORE, "store name", store, false);
    check(TYPE, "type name", type, true);
    int bytes = utf8Length(id);
    if (bytes < 1 || bytes > MAX_ID_BYTES) {
      throw new IllegalArgumentException(
          "An id must have 1 to " + MAX_ID_BYTES + " bytes in UTF-8; it has " + bytes + ".");
    }
  }

  /** Returns the id as bytes, by which backends store and compare it. */
  public byte[] idBytes() {
    return id.getBytes(StandardCharsets.UTF_8);
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

  private static void check(String rule, String what, String name, boolean ofType) {
    boolean fits = !name.isEmpty() && name.length() <= MAX_NAME;
    for (int i = 0; fits && i < name.length(); i++) {
      char c = name.charAt(i);
      boolean begins = c >= 'a' && c <= 'z' || ofType && c == '_';
      fits = begins || i > 0 && (c >= '0' && c <= '9' || c == '-' || ofType && c == '.');
    }
    if (!fits) {
      throw new IllegalArgumentException("A " + what + " must match " + rule + "; '" + name + "' does not.");
    }
  }

  /** Counts the bytes of UTF-8 without making them: a key is made for each command that is sent by a name. */
  private static int utf8Length(String id) {
    int bytes = 0;
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (!Character.isSurrogate(c)) {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      } else if (i + 1 < id.length() && Character.isSurrogatePair(c, id.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        throw new IllegalArgumentException("An id must be well-formed Unicode; it holds half of a surrogate pair.");
      }
    }
    return bytes;
  }
}
