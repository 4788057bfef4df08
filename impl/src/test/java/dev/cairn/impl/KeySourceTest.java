package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.EncryptedKey;
import dev.cairn.api.InvalidKey;
import dev.cairn.api.KeySource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where keys come from, and what is none. */
class KeySourceTest {
  private final byte[] key = TestKeys.random();

  @TempDir
  Path folder;

  private Path file(byte[] content) throws IOException {
    Path file = Files.createTempFile(folder, "key", "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return Files.write(file, content);
  }

  private Path file(String content) throws IOException {
    return file(content.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void a_file_holds_a_key_as_bytes_or_digits_or_base64() throws IOException {
    String hex = HexFormat.of().formatHex(key);
    String base64 = Base64.getEncoder().encodeToString(key);
    for (Path file : List.of(file(key), file(hex), file(hex + "\n"), file(hex.toUpperCase() + "\r\n"), file(base64),
        file(base64 + "\n"))) {
      assertArrayEquals(key, KeySource.file(file).read());
    }
  }

  @Test
  void what_is_no_key_is_refused_and_not_quoted() throws IOException {
    String hex = HexFormat.of().formatHex(key);
    for (Path file : List.of(file(""), file(new byte[31]), file(new byte[33]), file(hex + "0"), file(hex + "\n\n"),
        file(hex.substring(1) + "g"), file("?".repeat(44)), file(new byte[300]), folder, folder.resolve("nowhere"))) {
      InvalidKey refused = assertThrows(InvalidKey.class, () -> EncryptedKey.from(KeySource.file(file)));
      assertTrue(refused.getMessage().contains(file.toString()), refused.getMessage());
      assertFalse(refused.getMessage().contains(hex.substring(1, 9)), refused.getMessage());
    }
  }

  @Test
  void a_file_that_others_may_read_or_write_is_refused_with_the_line_that_closes_it() throws IOException {
    Path file = file(key);
    for (String open : List.of("rw-r-----", "rw----r--", "rw--w----", "rw-----w-")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
      InvalidKey refused = assertThrows(InvalidKey.class, () -> KeySource.file(file).read());
      assertTrue(refused.getMessage().contains("chmod 600 " + file), refused.getMessage());
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    assertArrayEquals(key, KeySource.file(file).read());
  }

  @Test
  void bytes_of_another_length_and_zeros_are_no_key() {
    for (int length : new int[] { 0, 31, 33, 64 }) {
      byte[] bytes = new byte[length];
      InvalidKey refused = assertThrows(InvalidKey.class, () -> EncryptedKey.of(bytes));
      assertTrue(refused.getMessage().contains("this one has " + length), refused.getMessage());
    }
    InvalidKey zeros = assertThrows(InvalidKey.class, () -> EncryptedKey.of(new byte[32]));
    assertTrue(zeros.getMessage().contains("zero"), zeros.getMessage());
  }

  @Test
  void what_a_source_returned_is_wiped() {
    byte[] told = key.clone();
    EncryptedKey.from(() -> told).close();
    assertArrayEquals(new byte[32], told);
    byte[] wrong = { 1, 2, 3 };
    assertThrows(InvalidKey.class, () -> EncryptedKey.from(() -> wrong));
    assertThrows(InvalidKey.class, () -> EncryptedKey.from(() -> null));
    assertArrayEquals(new byte[3], wrong);
  }

  @Test
  void a_variable_that_is_not_there_or_holds_no_key_is_refused() {
    String message = assertThrows(InvalidKey.class, () -> KeySource.environment("CAIRN_NO_SUCH").read()).getMessage();
    assertTrue(message.contains("CAIRN_NO_SUCH"), message);
    String path = assertThrows(InvalidKey.class, () -> KeySource.environment("PATH").read()).getMessage();
    assertFalse(path.contains(System.getenv("PATH")), path);
  }

  @Test
  void a_password_makes_the_same_key_again_with_the_settings_of_its_file() throws IOException {
    Path settings = folder.resolve("settings");
    byte[] made = KeySource.newPassword("correct horse".toCharArray(), settings).read();
    assertTrue(Files.readString(settings).startsWith("$argon2id$v=19$m=65536,t=3,p=4$"));
    assertArrayEquals(made, KeySource.password("correct horse".toCharArray(), settings).read());
    assertFalse(java.util.Arrays.equals(made, KeySource.password("correct hors".toCharArray(), settings).read()));
    assertThrows(InvalidKey.class, () -> KeySource.newPassword("again".toCharArray(), settings).read());
    assertThrows(InvalidKey.class, () -> KeySource.password(new char[0], settings).read());
  }

  @Test
  void a_password_gives_the_known_answers_of_argon2id() throws IOException {
    Path settings = Files.writeString(folder.resolve("known"), "$argon2id$v=19$m=1024,t=5,p=1$"
        + Base64.getEncoder().withoutPadding().encodeToString("ABCDEFGHIJKLMNOP".getBytes(StandardCharsets.US_ASCII)));
    assertEquals("3c5d010180ba0cf5b6b858cba23b318e42d33088983c404598599c3b029ecac6",
        HexFormat.of().formatHex(KeySource.password("123".toCharArray(), settings).read()));
  }

  @Test
  void settings_that_are_none_or_would_exhaust_memory_are_refused() throws IOException {
    for (String line : List.of("", "$argon2i$v=19$m=1024,t=5,p=1$QUJDREVGR0hJSktMTU5PUA",
        "$argon2id$v=19$m=9999999,t=5,p=1$QUJDREVGR0hJSktMTU5PUA",
        "$argon2id$v=19$m=1024,t=0,p=1$QUJDREVGR0hJSktMTU5PUA",
        "$argon2id$v=19$m=1024,t=5,p=1$QUJDREVGR0hJS")) {
      Path settings = Files.writeString(folder.resolve("bad"), line);
      assertThrows(InvalidKey.class, () -> KeySource.password("123".toCharArray(), settings).read(), line);
    }
    assertThrows(InvalidKey.class, () -> KeySource.password("123".toCharArray(), folder.resolve("nowhere")).read());
  }

  @Test
  void a_key_says_nothing_of_itself() {
    EncryptedKey made = EncryptedKey.of(key);
    assertEquals("EncryptedKey", made.toString());
    made.close();
    assertEquals("EncryptedKey (closed)", made.toString());
  }
}
