package dev.cairn.impl.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Placement;
import dev.cairn.spi.PlacementConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
final class ClusterFileTest {

  @TempDir
  private Path data;

  @Test
  void the_folder_says_who_has_which_slices_until_the_process_leaves() throws Exception {
    var config = new PlacementConfig("the \"shop\"", "here", 3, "1", Map.of(), Optional.empty());
    Path file = data.resolve(ClusterFile.NAME);
    ClusterFile written = ClusterFile.start(data, config, new TwoMembers());
    try {
      while (Files.notExists(file)) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      String json = Files.readString(file);
      String expected = ",\"cluster\":\"the \\\"shop\\\"\",\"slices\":3,\"members\":["
          + "{\"address\":\"a:1\",\"status\":\"up\",\"reachable\":true,\"slices\":[0,2]},"
          + "{\"address\":\"b:1\",\"status\":\"leaving\",\"reachable\":false,\"slices\":[]}]}\n";
      assertTrue(json.startsWith("{\"time\":\"20"), json);
      assertEquals(expected, json.substring(json.indexOf(",\"cluster")));
    } finally {
      written.close();
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void a_folder_that_cannot_be_written_harms_nobody() throws IOException {
    Path gone = data.resolve("gone");
    var config = new PlacementConfig("shop", "here", 3, "1", Map.of(), Optional.empty());
    ClusterFile.start(gone, config, new TwoMembers()).close();
    assertFalse(Files.exists(gone));
  }

  private static final class TwoMembers implements Placement {
    @Override
    public String name() {
      return "two";
    }

    @Override
    public void open(Receiver receiver, PlacementConfig config) {}

    @Override
    public boolean here(int slice) {
      return false;
    }

    @Override
    public CompletionStage<byte[]> send(int slice, byte[] letter, Duration within) {
      return CompletableFuture.failedStage(new NotSent("nobody"));
    }

    @Override
    public CompletionStage<Boolean> confirm(int slice, Duration within) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Member> members() {
      return List.of(new Member("a:1", "up", true, new TreeSet<>(List.of(2, 0))),
          new Member("b:1", "leaving", false, new TreeSet<>()));
    }

    @Override
    public void close() {}
  }
}
