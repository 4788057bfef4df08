package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sealed stores from the command line: nothing is shown, and nothing is changed, without the right key. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class SealedIT {
  private static final String MADE_UP = "acc-1,credit,700.00,x\n";

  @TempDir
  private Path folder;
  private Path key = Path.of("");
  private Path input = Path.of("");

  @BeforeEach
  void make_a_key() throws IOException {
    key = key("key");
    input = Files.writeString(folder.resolve("bank.csv"), "account,type,amount,remark\n" + MADE_UP.repeat(20));
  }

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void events_are_shown_with_their_key_and_nothing_of_them_stands_in_the_files(String backend) throws IOException {
    demo("--key-file", key, "--backend", backend, "--no-halt").here().done();
    var events = Launch.cairn(folder, "events", data(), "acc-1", "--key-file", key, "--json").here().done().json();
    assertEquals(20, events.size());
    assertEquals("{\"row\":1,\"cents\":70000}", events.get(0).get("fields").toString());
    for (Path file : files().keySet()) {
      assertFalse(Files.readString(file, ISO_8859_1).contains("row-1"), () -> file + " shows a command id");
    }
  }

  @Test
  void ls_shows_what_is_clear_without_a_key() throws IOException {
    demo("--key-file", key, "--no-halt").here().done();
    var before = files();
    var listed = Launch.cairn(folder, "ls", data()).here().done().out();
    assertTrue(listed.get(0).endsWith(", sealed"), listed::toString);
    assertTrue(String.join("\n", listed).matches("(?s).* 20 +20 +1 +/account/acc-1.*"), listed::toString);
    assertEquals(before, files());
  }

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void no_key_and_a_wrong_key_are_told_apart_and_change_nothing(String backend) throws IOException {
    demo("--key-file", key, "--no-halt", "--backend", backend).here().done();
    var before = files();
    assertTold("is sealed. Open it with its keys", "events", data(), "acc-1");
    assertTold("is not the one with that id", "events", data(), "acc-1", "--key-file", key("other"));
    assertTold("No key with the id 1 is in the key ring", "events", data(), "acc-1", "--key-file", "2=" + key);
    assertTrue(demo("--no-halt").here().with(2).error().contains("is sealed. Open it with its keys"));
    assertTrue(
        demo("--no-halt", "--key-file", key("third")).here().with(2).error().contains("is not the one with that id"));
    assertEquals(before, files());
  }

  @Test
  void a_key_on_a_plain_store_is_refused_and_changes_nothing() throws IOException {
    demo("--no-halt").here().done();
    var before = files();
    assertTold("is plain", "events", data(), "acc-1", "--key-file", key);
    assertTrue(demo("--no-halt", "--key-file", key).here().with(2).error().contains("is plain"));
    assertEquals(before, files());
  }

  @Test
  void a_new_key_takes_over_and_the_old_one_is_still_needed() throws IOException {
    Path next = key("next");
    demo("--key-file", key, "--no-halt").here().done();
    demo("--key-file", key, "--key-file", "2=" + next, "--no-halt").here().done();
    assertEquals(21,
        Launch.cairn(folder, "events", data(), "acc-1", "--key-file", key, "--key-file", "2=" + next).here().done()
            .out()
            .size());
    assertTold("No key with the id 1", "events", data(), "acc-1", "--key-file", "2=" + next);
  }

  private void assertTold(String told, Object... arguments) {
    var ended = Launch.cairn(folder, arguments).here().with(2);
    assertTrue(ended.error().contains(told), ended::error);
    assertEquals(0, ended.out().size());
  }

  private Launch demo(Object... more) {
    return Launch.cairn(folder, "demo", "--input", input, "--data", data(), "--json").and(more);
  }

  private Path data() { return folder.resolve("data"); }

  private Path key(String name) throws IOException {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    Path file = Files.writeString(folder.resolve(name), HexFormat.of().formatHex(random) + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private TreeMap<Path, String> files() throws IOException {
    var files = new TreeMap<Path, String>();
    try (var found = Files.walk(data())) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put(file, Files.readString(file, ISO_8859_1));
      }
    }
    return files;
  }
}
