package dev.cairn.api;

import dev.cairn.api.bind.FailureText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a key in text form. It wipes its copies of the key. */
final class KeyText {
  private static final int HEX_DIGITS = 2 * EncryptedKey.BYTES;
  private static final int BASE64_CHARACTERS = 44;
  private static final int MOST_BYTES = 256;
  private static final Set<PosixFilePermission> OWNER = EnumSet.of(PosixFilePermission.OWNER_READ,
      PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

  private KeyText() {}

  static byte[] file(Path file) {
    byte[] content;
    try {
      requirePrivate(file);
      if (Files.size(file) > MOST_BYTES) {
        throw new InvalidKey("The file " + file + " is too large for a key.", null);
      }
      content = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InvalidKey("The key file " + file + " cannot be read: " + FailureText.of(e) + ".", e);
    }
    return content.length == EncryptedKey.BYTES ? content : decoded(content, "The file " + file);
  }

  static byte[] environment(String variable) {
    String value = System.getenv(variable);
    if (value == null) {
      throw new InvalidKey("The environment has no variable " + variable + ".", null);
    }
    return decoded(value.getBytes(StandardCharsets.ISO_8859_1), "The variable " + variable);
  }

  private static void requirePrivate(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null && !OWNER.containsAll(view.readAttributes().permissions())) {
      throw new InvalidKey("The key file " + file + " can be read or written by others than its owner. Close it: "
          + "chmod 600 " + file, null);
    }
  }

  private static byte[] decoded(byte[] text, String where) {
    byte[] trimmed = Arrays.copyOf(text, lengthWithoutLineEnd(text));
    try {
      byte @Nullable [] key = switch (trimmed.length) {
        case HEX_DIGITS -> hex(trimmed);
        case BASE64_CHARACTERS -> base64(trimmed);
        default -> null;
      };
      if (key == null) {
        throw new InvalidKey(where + " holds no key: neither " + HEX_DIGITS + " hexadecimal digits nor "
            + BASE64_CHARACTERS + " characters of Base64 nor, in a file, " + EncryptedKey.BYTES + " bytes.", null);
      }
      return key;
    } finally {
      Arrays.fill(text, (byte) 0);
      Arrays.fill(trimmed, (byte) 0);
    }
  }

  private static int lengthWithoutLineEnd(byte[] text) {
    int length = text.length;
    if (length > 0 && text[length - 1] == '\n') {
      length--;
      if (length > 0 && text[length - 1] == '\r') {
        length--;
      }
    }
    return length;
  }

  private static byte @Nullable [] hex(byte[] digits) {
    byte[] key = new byte[EncryptedKey.BYTES];
    for (int i = 0; i < key.length; i++) {
      int high = Character.digit(digits[2 * i], 16);
      int low = Character.digit(digits[2 * i + 1], 16);
      if (high < 0 || low < 0) {
        return null;
      }
      key[i] = (byte) (high << 4 | low);
    }
    return key;
  }

  private static byte @Nullable [] base64(byte[] characters) {
    try {
      return Base64.getDecoder().decode(characters);
    } catch (IllegalArgumentException e) {
      return null; // its message quotes the text
    }
  }
}
