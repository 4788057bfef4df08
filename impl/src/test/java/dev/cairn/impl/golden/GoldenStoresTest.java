package dev.cairn.impl.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreRefused;
import dev.cairn.impl.golden.GoldenStores.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stores that an earlier version has written, and closed or been killed over, have everything in every later one. */
class GoldenStoresTest {
  @TempDir
  Path data;

  static Stream<Golden> stores() {
    return Stream.of("sqlite", "rocksdb").flatMap(backend -> GoldenStores.of("format-3", backend).stream());
  }

  @ParameterizedTest
  @MethodSource("stores")
  void states_logs_sequences_command_ids_and_readers_are_as_they_were(Golden golden) throws IOException {
    golden.unpack(data);
    upgrade(golden);
    List<String> read = new ArrayList<>();
    List<String> damages = new ArrayList<>();
    try (StoreInspector inspector = GoldenStoreWriter.inspect(golden, data)) {
      read.addAll(Reading.lines(Reading.of(inspector)));
      inspector.verify(damage -> damages.add(damage.toString()), events -> {
      });
    }
    assertEquals(List.of(), damages);
    List<String> again = new ArrayList<>(read);
    try (ActorSystem system = GoldenStoreWriter.open(golden, data)) {
      again = new ArrayList<>(Reading.lines(Reading.of(system)));
      read.addAll(again);
    }
    assertEquals(String.join("\n", golden.expected()), String.join("\n", read));
    try (ActorSystem system = GoldenStoreWriter.open(golden, data)) {
      assertEquals(again, Reading.lines(Reading.of(system)), "after it was closed by this version");
    }
  }

  /** A file of the version before is refused, unchanged, until it is opened to write; a folder is read as it is. */
  private void upgrade(Golden golden) throws IOException {
    if (golden.backend().equals("sqlite")) {
      byte[] before = Files.readAllBytes(data.resolve("cairn.sqlite"));
      String told = assertThrows(StoreRefused.class, () -> GoldenStoreWriter.inspect(golden, data)).getMessage();
      assertTrue(told.contains("cairn upgrade " + data), told);
      assertArrayEquals(before, Files.readAllBytes(data.resolve("cairn.sqlite")));
      GoldenStoreWriter.open(golden, data).close();
    }
  }
}
