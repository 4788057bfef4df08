package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.cli.child.SecretKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes to sealed actors gives its keys away neither in a heap dump nor in its log. */
final class KeysInMemoryIT {
  @TempDir
  private Path folder;
  private final byte[] first = random();
  private final byte[] second = random();

  @BeforeEach
  void write_the_keys_down() throws IOException {
    Path digits = key("first");
    Files.writeString(digits, HexFormat.of().formatHex(first) + "\n");
    Files.write(key("second"), second);
  }

  @Test
  void a_heap_dump_of_a_busy_process_holds_no_key_and_its_log_neither_a_key_nor_a_payload() throws IOException {
    Path dump = folder.resolve("heap.hprof");
    String told;
    try (Child child = Launch.program(folder, SecretKeeper.class, "data", "first", "second", "log").start()) {
      child.await("busy");
      new Launch(folder, List.of(Path.of(System.getProperty("java.home"), "bin/jmap").toString(),
          "-dump:format=b,file=" + dump, Long.toString(child.pid())), Map.of()).run().done();
      told = child.dismiss().done().toString();
    }
    byte[] heap = Files.readAllBytes(dump);
    assertEquals(Set.of("the canary"), found(heap, Map.of("the canary", inverted(first))),
        "a scan that finds nothing proves nothing");
    assertEquals(Set.of(), found(heap, forms()));
    byte[] log = (Files.readString(folder.resolve("log"), ISO_8859_1) + told).getBytes(ISO_8859_1);
    assertEquals(Set.of("a failure"), found(log, Map.of("a failure", "it failed".getBytes(ISO_8859_1))),
        "the log is not there");
    assertEquals(Set.of(), found(log, forms()));
    assertEquals(Set.of(), found(log, Map.of("something of what was stored", "secret-".getBytes(ISO_8859_1))));
  }

  /** Everything that somebody may have made of the keys. */
  private Map<String, byte[]> forms() {
    var forms = new TreeMap<String, byte[]>();
    for (byte[] key : List.of(first, second)) {
      String name = key == first ? "the first key " : "the second key ";
      forms.put(name + "raw", key);
      forms.put(name + "raw, words turned", turned(key, 4));
      forms.put(name + "raw, long words turned", turned(key, 8));
      for (String text : List.of(HexFormat.of().formatHex(key), HexFormat.of().withUpperCase().formatHex(key),
          HexFormat.ofDelimiter(", ").formatHex(key), Base64.getEncoder().encodeToString(key).substring(0, 42))) {
        forms.put(name + "as " + text.length() + " characters", text.getBytes(ISO_8859_1));
        forms.put(name + "as " + text.length() + " wide characters", text.getBytes(UTF_16LE));
      }
    }
    return forms;
  }

  private static byte[] turned(byte[] key, int word) {
    byte[] turned = new byte[key.length];
    for (int i = 0; i < key.length; i++) {
      turned[i] = key[i / word * word + word - 1 - i % word];
    }
    return turned;
  }

  private static byte[] inverted(byte[] key) {
    byte[] inverted = new byte[key.length];
    for (int i = 0; i < key.length; i++) {
      inverted[i] = (byte) ~key[i];
    }
    return inverted;
  }

  /** Which of them stand somewhere; all are looked for at once. */
  private static Set<String> found(byte[] where, Map<String, byte[]> forms) {
    boolean[] begins = new boolean[1 << 16];
    forms.values().forEach(form -> begins[pair(form, 0)] = true);
    var found = new TreeSet<String>();
    for (int at = 0; at < where.length - 1; at++) {
      if (begins[pair(where, at)]) {
        int place = at;
        forms.forEach((name, form) -> {
          if (place + form.length <= where.length
              && Arrays.equals(where, place, place + form.length, form, 0, form.length)) {
            found.add(name);
          }
        });
      }
    }
    return found;
  }

  private static int pair(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  private Path key(String name) throws IOException {
    return Files.createFile(folder.resolve(name),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static byte[] random() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return random;
  }
}
