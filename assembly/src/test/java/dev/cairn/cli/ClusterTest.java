package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process has written of its cluster, as people and scripts read it. */
final class ClusterTest {

  @TempDir
  private Path folder = Path.of("");

  private void written(Duration ago) throws IOException {
    Files.writeString(folder.resolve("cluster.json"), """
        {"time":"%s","cluster":"shop\u001b[2J","slices":8,"members":[
        {"address":"10.0.0.5:25520","status":"up","reachable":true,"slices":[0,1,2,6]},
        {"address":"10.0.0.6:25520","status":"leaving","reachable":false,"slices":[2,4,5]}]}
        """.formatted(Instant.now().minus(ago)).replace("\u001b", "\\u001b"));
  }

  @Test
  void cluster_shows_who_has_which_slices_and_which_are_moving() throws IOException {
    written(Duration.ZERO);
    var typed = Typed.line("cluster", folder.toString());
    assertEquals(0, typed.code(), typed.err());
    List<String> lines = typed.out().lines().toList();
    assertTrue(lines.get(0).startsWith("cluster shop\\u001b[2J, 8 slices, as seen "), lines.get(0));
    assertEquals("10.0.0.5:25520           up         yes            4  0-2, 6", lines.get(2));
    assertEquals("10.0.0.6:25520           leaving    no             3  2, 4-5", lines.get(3));
    assertEquals("Moving: 2-3, 7", lines.get(4));
  }

  @Test
  void cluster_gives_a_machine_one_object_and_says_when_its_process_is_gone() throws IOException {
    written(Duration.ofMinutes(1));
    var typed = Typed.line("cluster", folder.toString(), "--json");
    assertEquals(1, typed.code());
    var object = JsonParser.parseString(typed.out()).getAsJsonObject();
    assertEquals("[2,3,7]", object.get("moving").toString());
    assertEquals(2, object.getAsJsonArray("members").size());
    assertTrue(Typed.line("cluster", folder.toString()).out().contains("it is stopped, or was killed"));
  }

  @Test
  void without_a_process_cluster_says_which_folder_to_give() throws IOException {
    var typed = Typed.line("cluster", folder.toString());
    assertEquals(2, typed.code());
    assertTrue(typed.err().contains("No process that is a member of a cluster has the folder"), typed.err());
    Files.writeString(folder.resolve("cluster.json"), "{}");
    var damaged = Typed.line("cluster", folder.toString());
    assertEquals(2, damaged.code());
    assertFalse(damaged.err().contains("null"), damaged.err());
  }
}
