package dev.cairn.impl.key;

import dev.cairn.api.InvalidKey;
import dev.cairn.api.bind.FailureText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Derives a key from a password with Argon2id. A file holds salt and parameters, as one line:
 *
 * <pre>
 * $argon2id$v=19$m=65536,t=3,p=4$SALT
 *                KiB,    passes, lanes, Base64 without padding
 * </pre>
 *
 * @param memoryKib the memory it fills, in KiB
 * @param passes how often it fills the memory
 * @param lanes how many lanes can be filled in parallel
 * @param salt random bytes
 */
public record PasswordKey(int memoryKib, int passes, int lanes, byte[] salt) {
  private static final Pattern LINE = Pattern
      .compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})\\$([A-Za-z0-9+/]{11,86})\\s*");
  private static final int MOST_KIB = 1 << 20;
  private static final int SALT_BYTES = 16;

  /** Writes new settings to a file that must not exist. */
  public static void create(Path settings) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    try {
      Files.writeString(settings, new PasswordKey(1 << 16, 3, 4, salt).line(), StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new InvalidKey(
          "The settings of a password cannot be written to " + settings + ": " + FailureText.of(e) + ".", e);
    }
  }

  /** Reads the settings in a file. */
  public static PasswordKey of(Path settings) {
    String line;
    try {
      line = Files.readString(settings);
    } catch (IOException e) {
      throw new InvalidKey(
          "The settings of a password cannot be read from " + settings + ": " + FailureText.of(e) + ".", e);
    }
    Matcher match = LINE.matcher(line);
    if (!match.matches() || Integer.parseInt(match.group(1)) > MOST_KIB || match.group(4).length() % 4 == 1) {
      throw new InvalidKey("The file " + settings + " does not hold the settings of a password.", null);
    }
    return new PasswordKey(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)),
        Integer.parseInt(match.group(3)), Base64.getDecoder().decode(match.group(4)));
  }

  /** Returns the 32 bytes of the key. */
  public byte[] stretch(char[] password) {
    if (password.length == 0) {
      throw new InvalidKey("The password is empty.", null);
    }
    Argon2BytesGenerator argon = new Argon2BytesGenerator();
    try {
      argon.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
          .withVersion(Argon2Parameters.ARGON2_VERSION_13).withMemoryAsKB(memoryKib).withIterations(passes)
          .withParallelism(lanes).withSalt(salt).build());
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new InvalidKey("The settings of the password are not valid: " + e.getMessage() + ".", e);
    }
    byte[] key = new byte[AsconKey.BYTES];
    argon.generateBytes(password, key);
    return key;
  }

  private String line() {
    return "$argon2id$v=19$m=" + memoryKib + ",t=" + passes + ",p=" + lanes + "$"
        + Base64.getEncoder().withoutPadding().encodeToString(salt) + "\n";
  }
}
