package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.spi.BackendConfig.Mode;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules D: a disk that is full, limited, or may only be read. */
abstract class DiskRules extends Rules {

  DiskRules(BackendProvider provider) {
    super(provider);
  }

  private void outlivesTheProcess() {
    requireClaim(strongest() != Durability.NONE, "a location that outlives the process");
  }

  private void onASmallDisk(String trouble) throws IOException {
    outlivesTheProcess();
    keepsItOnThisDisk();
    Path disk = folder.toRealPath().resolve("disk");
    runs(SmallDisk.isPossible(disk), "a small disk needs Linux, and the right to mount one (unshare)");
    run(SmallDisk.at(disk), disk, trouble);
  }

  private void run(List<String> prefix, Path disk, String trouble) {
    try (ChildJvm child = ChildJvm.start(folder, prefix, Map.of(), TroubledChild.class, provider, disk, trouble)) {
      child.mustSucceed();
    }
  }

  @Test
  void d1_a_full_disk_is_told_reading_goes_on_and_once_there_is_space_so_does_writing() throws Exception {
    onASmallDisk("full");
  }

  @Test
  void d2_a_limit_on_the_size_of_files_is_told_and_nothing_acknowledged_is_lost() throws Exception {
    outlivesTheProcess();
    keepsItOnThisDisk();
    runs(TroubledChild.canLimit(), "a limit on files needs the command 'prlimit'");
    run(List.of(), Files.createDirectories(folder.resolve("disk")), "limited");
  }

  @Test
  void d3_a_disk_that_may_only_be_read_is_refused_to_a_writer_and_nothing_on_it_is_lost() throws Exception {
    onASmallDisk("read-only");
  }

  @Test
  void d4_a_location_below_a_file_is_refused_and_the_file_left_as_it_is() throws Exception {
    outlivesTheProcess();
    Path file = Files.writeString(folder.resolve("file"), "somebody's letter");
    assertThrows(BackendException.class, () -> open(file.resolve("location"), Mode.CREATE, Map.of()));
    assertThrows(BackendException.class, () -> open(file, Mode.CREATE, Map.of()));
    assertThrows(BackendException.class, () -> open(file, Mode.READ, Map.of()));
    assertArrayEquals(bytes("somebody's letter"), Files.readAllBytes(file));
  }
}
