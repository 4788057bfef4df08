package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.cli.child.RawRocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that somebody moved or changed by raw puts into RocksDB: each is named, and never shown as something else. */
final class TamperedRocksIT {
  private static final int EVENTS = 60;

  @TempDir
  private Path folder;
  private List<String> keys = List.of();

  private void fill(boolean sealed) throws IOException {
    if (sealed) {
      byte[] key = new byte[32];
      new SecureRandom().nextBytes(key);
      Path file = Files.write(folder.resolve("key"), key);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      keys = List.of("--key-file", file.toString());
    }
    Path input = Files.writeString(folder.resolve("bank.csv"), "account,type,amount\n"
        + IntStream.rangeClosed(1, EVENTS).mapToObj(i -> "a,credit," + i + ".00\nb,credit," + i + ".50\n")
            .collect(Collectors.joining()));
    for (String data : List.of("data", "other")) {
      Launch.cairn(folder, "demo", "--no-halt", "--input", input, "--backend", "rocksdb", "--data", data)
          .and(keys.toArray()).run().done();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = { true, false })
  void moved_records_are_named_by_stream_and_sequence(boolean sealed) throws IOException {
    fill(sealed);
    Launch.program(folder, "rocksdb", RawRocks.class, "data",
        "copy", "data", "main/account/a", 2, "main/account/b", 2, // the event of another actor
        "copy", "data", "main/account/a", 4, "main/account/a", 3, // another event of the same one
        "copy", "other", "main/account/b", 5, "main/account/b", 5 // the same event of another store with the same key
    ).run().done();
    assertNamed(List.of("a 3", "b 2", "b 5"));
    var shown = Launch.cairn(folder, "events", "data", "b", "--json").and(keys.toArray()).run().with(1);
    assertTrue(shown.error().contains("Event 2 of stream main/account/b"), shown::error);
    assertEquals(1, shown.out().size(), shown::toString);
  }

  @ParameterizedTest
  @ValueSource(booleans = { true, false })
  void a_flipped_bit_in_every_byte_is_named(boolean sealed) throws IOException {
    fill(sealed);
    var arguments = new ArrayList<Object>(List.of("data"));
    var expected = new ArrayList<String>();
    for (int sequence = 1; sequence <= EVENTS; sequence++) {
      arguments.addAll(List.of("flip", "main/account/a", sequence, sequence * 9));
      expected.add("a " + sequence);
    }
    Launch.program(folder, "rocksdb", RawRocks.class, arguments.toArray()).run().done();
    assertNamed(expected);
  }

  private void assertNamed(List<String> expected) {
    var told = Launch.cairn(folder, "verify", "data").and(keys.toArray()).run().with(1);
    String all = String.join("\n", told.out()) + told.error();
    for (String place : expected) {
      String[] parts = place.split(" ");
      assertTrue(all.contains("event " + parts[1] + " of stream main/account/" + parts[0]), () -> place + " in " + all);
    }
    long named = all.lines().filter(line -> line.matches(".*event \\d+ of stream .*")).count();
    assertEquals(expected.size(), named, all);
  }
}
