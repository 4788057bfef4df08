package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.cli.child.NoteWriter;
import dev.cairn.cli.child.StoreHolder;
import dev.cairn.cli.child.TwoClassLoaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One writer for each folder, whoever the second one is. */
final class LockIT {

  @TempDir
  private Path folder;

  @Test
  void a_second_process_is_refused_and_told_who_holds_the_store() throws IOException {
    Path input = Files.writeString(folder.resolve("bank.csv"), "account,type,amount\n1,credit,7.00\n");
    try (Child holder = hold()) {
      var second = Launch.cairn(folder, "demo", "--data", data(), "--input", input, "--no-halt").here().with(3);
      assertTrue(second.error().contains("process " + holder.pid()), second::error);
      assertEquals(List.of("closed"), holder.dismiss().done().out());
    }
  }

  @Test
  void what_changes_a_store_is_refused_beside_its_writer_and_looking_is_not() {
    try (Child holder = hold()) {
      var compact = Launch.cairn(folder, "compact", data()).here().with(3);
      assertTrue(compact.error().contains("process " + holder.pid()), compact::error);
      Launch.cairn(folder, "compact", data(), "--dry-run").here().done();
      Launch.cairn(folder, "readers", data()).here().done();
      assertEquals(List.of("closed"), holder.dismiss().done().out());
    }
  }

  @Test
  void ls_and_events_beside_a_live_writer_show_what_it_wrote() {
    try (Child holder = hold()) {
      var streams = Launch.cairn(folder, "ls", data(), "--json").here().done().json();
      assertEquals(List.of("held"), streams.stream().map(stream -> stream.get("id").getAsString()).toList());
      assertEquals(1, streams.getFirst().get("last_sequence").getAsLong());
      var events = Launch.cairn(folder, "events", data(), "held", "--json").here().done().json();
      assertEquals("{\"number\":1}", events.getFirst().get("fields").toString());
      assertEquals(List.of("closed"), holder.dismiss().done().out());
    }
  }

  @Test
  void a_reader_sees_a_busy_writers_events_in_order_and_does_not_disturb_it() {
    try (Child writer = Launch.program(folder, NoteWriter.class, "data", "SYNC", "write").start()) {
      kept(writer, 1000);
      var events = Launch.cairn(folder, "events", data(), "n0", "--json").here().done().json();
      var sequences = events.stream().map(event -> event.get("sequence").getAsLong()).toList();
      assertTrue(sequences.size() >= 9, sequences::toString);
      assertEquals(LongStream.rangeClosed(1, sequences.size()).boxed().toList(), sequences);
      kept(writer, 1000);
    }
  }

  @Test
  void a_reader_does_not_take_the_lock_away_from_the_writer() {
    try (Child holder = hold()) {
      Launch.cairn(folder, "ls", data()).here().done();
      var second = Launch.program(folder, StoreHolder.class, "data").run();
      assertTrue(second.error().contains("StoreLocked"), second::error);
      assertTrue(second.error().contains("process " + holder.pid()), second::error);
    }
  }

  @Test
  void the_lock_of_a_killed_process_is_free_at_once() {
    Child killed = hold();
    killed.kill();
    try (Child next = hold()) {
      assertEquals(List.of("closed"), next.dismiss().done().out());
    }
  }

  @Test
  void a_process_that_is_told_to_end_closes_the_store_first() throws IOException {
    Path log = folder.resolve("data/cairn.sqlite-wal");
    try (Child holder = hold()) {
      assertTrue(Files.size(log) > 0, "nothing is left to bring in order");
      assertEquals(List.of(), holder.terminate().with(143).err());
      assertFalse(Files.exists(log));
    }
  }

  @Test
  void a_second_class_loader_of_the_same_jvm_is_refused_until_the_first_has_closed() {
    var ended = Launch.java(folder, "--enable-native-access=ALL-UNNAMED", "-cp", Distribution.programs().toString(),
        TwoClassLoaders.class.getName(), "data").and(Distribution.built().runtimeJars().toArray()).run().done();
    assertEquals("refused with StoreLocked", ended.out().get(0));
    assertTrue(ended.out().get(1).contains("this very process"), ended::toString);
    assertEquals("opened after the first was closed", ended.out().get(2));
    assertEquals("refused with StoreLocked", ended.out().get(3));
    assertEquals(List.of(), ended.err());
  }

  private static void kept(Child writer, int lines) {
    for (int left = lines; left > 0;) {
      String line = writer.line().orElseThrow();
      assertFalse(line.startsWith("failed"), line);
      left -= line.startsWith("kept") ? 1 : 0;
    }
  }

  private Path data() { return folder.resolve("data"); }

  private Child hold() {
    Child holder = Launch.program(folder, StoreHolder.class, "data").start();
    holder.await("open");
    return holder;
  }
}
