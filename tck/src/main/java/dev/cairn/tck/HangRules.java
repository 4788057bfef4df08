package dev.cairn.tck;

import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules H: a disk that does not answer. */
abstract class HangRules extends Rules {

  HangRules(BackendProvider provider) {
    super(provider);
  }

  private void whileASyncHangs(String what) throws IOException {
    claims(Durability.SYNC);
    keepsItOnThisDisk();
    DiskShim shim = DiskShim.compile(folder);
    runs(shim != null, "a disk that hangs needs Linux and a C compiler 'cc'");
    Path root = Files.createDirectories(folder.toRealPath().resolve("hanging"));
    Path hang = folder.toRealPath().resolve("hang");
    try (ChildJvm child = ChildJvm.start(folder, List.of(), shim.hangingWhile(root, hang), HangingChild.class, provider,
        root.resolve("location"), hang, what)) {
      child.mustSucceed();
    }
  }

  @Test
  void h1_reading_goes_on_while_the_sync_of_a_commit_hangs() throws Exception {
    whileASyncHangs("read");
  }

  @Test
  void h2_a_location_is_not_free_before_a_commit_that_hangs_has_ended() throws Exception {
    whileASyncHangs("close");
  }
}
