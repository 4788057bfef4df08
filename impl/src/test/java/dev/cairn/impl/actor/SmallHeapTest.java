package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.impl.ChildPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What does not fit into memory, in a child JVM with little of it. {@code -Dcairn.visits=1000000} visits as many
 * actors, with 10,000 of them in 512 MB.
 */
class SmallHeapTest {
  private static final int VISITS = Integer.getInteger("cairn.visits", 5_000);

  @TempDir
  Path folder;

  @Test
  void a_million_tells_to_an_actor_whose_store_hangs_are_refused_beyond_the_bound_and_all_is_well_again_afterwards()
      throws Exception {
    assertEquals("taken 10000, refused 989999, sum 10002", run("-Xmx64m", Flood.class, "1000000"));
  }

  @Test
  void actors_far_beyond_the_bound_are_touched_once_each_and_found_again() throws Exception {
    boolean all = VISITS >= 1_000_000;
    String most = all ? "10000" : "100";
    String last = run(all ? "-Xmx512m" : "-Xmx48m", Visits.class, folder.resolve("data").toString(),
        Integer.toString(VISITS), most);
    assertTrue(last.startsWith("actors " + VISITS + ", wrong 0, active "), last);
  }

  @Test
  void what_was_persisted_is_not_kept_in_memory_and_can_be_read_in_every_way() throws Exception {
    assertEquals("events 150, first 1, read 150, followed 150, after states 150",
        run("-Xmx48m", Heavy.class, folder.resolve("data").toString(), "150"));
  }

  private String run(String heap, Class<?> program, String... arguments) throws Exception {
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        heap, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Dkryo.unsafe=false",
        "--enable-native-access=ALL-UNNAMED", "-cp", ChildPath.ofThisJvm(), program.getName()));
    command.addAll(List.of(arguments));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertTrue(child.waitFor(100 + VISITS / 1_000, TimeUnit.SECONDS), "it hangs");
      List<String> lines = Files.readAllLines(output);
      String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
      assertEquals(0, child.exitValue(), last);
      return last;
    } finally {
      child.destroyForcibly();
    }
  }
}
