package dev.cairn.backend.rocksdb;

import static dev.cairn.backend.rocksdb.Location.ONE;
import static dev.cairn.backend.rocksdb.Location.append;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log that a killed store leaves: a torn end is no damage, and damage is no torn end. */
@Timeout(60)
class RocksdbTailTest {
  private static final int EVENTS = 4;
  private static final int HEADER = 7;

  @TempDir
  Path folder;

  private Location location;
  private Path log;
  private byte[] whole;

  @BeforeEach
  void kill() throws IOException {
    Location written = new Location(folder.resolve("written"));
    location = new Location(folder.resolve("killed"));
    Files.createDirectories(location.folder());
    try (Backend backend = written.open()) {
      for (int last = 0; last < EVENTS; last++) {
        append(backend, last, new byte[20 + last]);
      }
      try (Stream<Path> files = Files.list(written.folder())) {
        for (Path file : files.filter(each -> !each.getFileName().toString().equals("LOCK")).toList()) {
          Files.copy(file, location.folder().resolve(file.getFileName()));
        }
      }
    }
    log = largest(".log");
    whole = Files.readAllBytes(log);
  }

  private Path largest(String end) throws IOException {
    try (Stream<Path> files = Files.list(location.folder())) {
      return files.filter(file -> file.toString().endsWith(end))
          .max((one, other) -> Long.compare(one.toFile().length(), other.toFile().length())).orElseThrow();
    }
  }

  /** Where each record begins. */
  private static List<Integer> records(byte[] log) {
    List<Integer> records = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < log.length; at += HEADER + (bytes.getShort(at + 4) & 0xffff)) {
      records.add(at);
    }
    return records;
  }

  private long last() {
    try (Backend reader = location.openToRead()) {
      return reader.recover(ONE, 0).head().last();
    }
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    return flipped;
  }

  @Test
  void a_log_that_is_cut_at_any_byte_of_its_last_record_opens_with_everything_before() throws IOException {
    int begins = records(whole).getLast();
    for (int end = begins; end < whole.length; end++) {
      Files.write(log, Arrays.copyOf(whole, end));
      assertEquals(EVENTS - 1, last(), "cut at " + end);
    }
    try (Backend backend = location.open()) {
      assertEquals(EVENTS - 1, backend.recover(ONE, 0).head().last());
    }
  }

  @Test
  void a_last_record_of_which_only_zeros_or_a_half_came_to_the_disk_is_no_damage() throws IOException {
    int begins = records(whole).getLast();
    for (int from = begins; from < whole.length; from++) {
      byte[] torn = whole.clone();
      Arrays.fill(torn, begins, from + 1, (byte) 0);
      Files.write(log, from + 1 == whole.length ? torn : Arrays.copyOf(whole, from));
      assertEquals(EVENTS - 1, last(), "zeros up to " + from);
    }
  }

  @Test
  void each_bit_in_the_header_of_each_record_of_the_log_is_missed() throws IOException {
    List<String> silent = new ArrayList<>();
    for (int record : records(whole)) {
      for (int bit = record * Byte.SIZE; bit < (record + HEADER) * Byte.SIZE; bit++) {
        Files.write(log, flipped(whole, bit));
        try {
          silent.add("record at " + record + ", bit " + (bit - record * Byte.SIZE) + ": last " + last());
        } catch (BackendException.Corrupt e) {
          assertTrue(e.getMessage().contains("damaged"), e.getMessage());
        }
      }
    }
    assertEquals(List.of(), silent);
  }

  @Test
  void each_bit_in_the_header_of_each_record_of_the_manifest_is_missed() throws IOException {
    Path manifest = location.folder().resolve(Files.readString(location.folder().resolve("CURRENT")).strip());
    byte[] written = Files.readAllBytes(manifest);
    for (int record : records(written)) {
      for (int bit = record * Byte.SIZE; bit < (record + HEADER) * Byte.SIZE; bit++) {
        Files.write(manifest, flipped(written, bit));
        BackendConfig.Mode mode = bit % Byte.SIZE == 0 ? BackendConfig.Mode.WRITE : BackendConfig.Mode.READ;
        assertThrows(BackendException.Corrupt.class, () -> location.open(mode, Durability.SYNC, Map.of()),
            "record at " + record + ", bit " + (bit - record * Byte.SIZE));
      }
    }
  }
}
