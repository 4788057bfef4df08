package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Rules P: the loss of power. A trace records every change that a child makes to its files. The power is then cut at
 * places of the trace, and the backend opens what the disk had there.
 */
abstract class PowerRules extends Rules {
  private static final int COMMITS = 500;

  PowerRules(BackendProvider provider) {
    super(provider);
  }

  /** Writes what is left on the disk into a folder. */
  private interface Leftovers {
    void write(PoweredDisk disk, Path from, Path to) throws IOException;
  }

  private Path root() throws IOException {
    return Files.createDirectories(folder.toRealPath().resolve("powered"));
  }

  private Path trace() {
    return folder.resolve("trace");
  }

  private DiskShim shim() {
    DiskShim shim = DiskShim.compile(folder);
    runs(shim != null, "a trace of the disk needs Linux and a C compiler 'cc'");
    return shim;
  }

  /** Runs a victim that makes commits and dies; the trace records every operation on its files. */
  private void run(DiskShim shim, Durability durability, int commits, long seed) throws IOException {
    try (ChildJvm victim = ChildJvm.start(folder, List.of(), shim.tracing(root(), trace()), Victim.class, provider,
        root().resolve("location"), durability, seed, commits, root().resolve("ledger"))) {
      victim.mustSucceed();
    }
  }

  /** Cuts the power at places of the trace, and checks the ledger at each of them. */
  private void cut(Ledger ledger, int places, SplittableRandom random, Leftovers leftovers) throws IOException {
    Path told = root().resolve("ledger");
    PowerReplay replay =
        new PowerReplay(trace(), (disk, operation) -> disk.concerns(operation, told), ledger::read);
    int cuts = replay.play(places, random, (disk, cut) -> check(disk, ledger, leftovers, cut));
    note("power cut at " + cuts + " of " + replay.places() + " places; " + ledger.commits() + " commits in "
        + ledger.acknowledgements() + " batches acknowledged, nothing lost");
    assertTrue(replay.syncs(), "nothing was ever synced");
  }

  private void check(PoweredDisk disk, Ledger ledger, Leftovers leftovers, int cut) throws IOException {
    Path location = folder.resolve("cut-" + cut);
    leftovers.write(disk, root().resolve("location"), location);
    BackendConfig.Mode mode = ledger.isEmpty() ? BackendConfig.Mode.CREATE : BackendConfig.Mode.WRITE;
    try (Backend backend = open(location, mode, Optional.empty())) {
      ledger.check(backend);
    }
    if (Files.exists(location)) {
      try (Stream<Path> files = Files.walk(location)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void p1_what_was_acknowledged_at_sync_is_there_where_nothing_but_the_synced_reached_the_disk() throws Exception {
    claims(Durability.SYNC);
    keepsItOnThisDisk();
    DiskShim shim = shim();
    runSeeded(seed -> {
      run(shim, Durability.SYNC, COMMITS, seed);
      cut(new Ledger(true), Effort.cuts(), new SplittableRandom(seed), PoweredDisk::writeSynced);
    });
  }

  @Test
  void p2_what_was_acknowledged_at_sync_is_there_where_a_part_of_the_rest_reached_the_disk_too() throws Exception {
    claims(Durability.SYNC);
    keepsItOnThisDisk();
    DiskShim shim = shim();
    runSeeded(seed -> {
      run(shim, Durability.SYNC, COMMITS, seed);
      SplittableRandom random = new SplittableRandom(seed);
      cut(new Ledger(true), Effort.cuts(), random, (disk, from, to) -> disk.writeTorn(from, to, random));
    });
  }

  @Test
  void p3_what_an_opening_shows_is_not_taken_back_and_no_generation_is_given_again() throws Exception {
    requireClaim(strongest() != Durability.NONE, "a location that outlives the process");
    keepsItOnThisDisk();
    DiskShim shim = shim();
    Durability weakest = durabilities().stream().filter(each -> each != Durability.NONE)
        .reduce((one, other) -> other).orElseThrow();
    runSeeded(seed -> {
      run(shim, weakest, 50, seed);
      run(shim, weakest, 50, seed + 1);
      run(shim, strongest(), 0, seed);
      cut(new Ledger(false), Effort.cuts(), new SplittableRandom(seed), PoweredDisk::writeSynced);
    });
  }
}
