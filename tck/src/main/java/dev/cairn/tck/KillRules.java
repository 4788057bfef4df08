package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Durability;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rules K: processes that are killed, or stand still. A witness outside of them keeps the ledger. */
abstract class KillRules extends Rules {
  private static final int FOR_EVER = 1_000_000_000;

  KillRules(BackendProvider provider) {
    super(provider);
  }

  private ChildJvm victim(Durability durability, long seed) {
    return ChildJvm.start(folder, List.of(), Map.of(), Victim.class, provider, location(), durability, seed, FOR_EVER,
        "-");
  }

  /** Kills a victim after this many acknowledgements, which is somewhere inside its next batch. */
  private void kill(Durability durability, Ledger ledger, int acknowledgements, long seed) {
    int target = ledger.acknowledgements() + acknowledgements;
    boolean killed = false;
    try (ChildJvm victim = victim(durability, seed)) {
      for (String line = victim.line(); line != null; line = victim.line()) {
        ledger.read(line);
        if (!killed && ledger.acknowledgements() >= target) {
          victim.kill();
          killed = true;
        }
      }
      assertTrue(killed, () -> "the victim ended by itself: " + victim.errors());
    }
  }

  private void killAgainAndAgain(Durability durability) throws Exception {
    claims(durability);
    Ledger ledger = new Ledger(true);
    runSeeded(seed -> {
      SplittableRandom random = new SplittableRandom(seed);
      for (int round = 0; round < Effort.kills(); round++) {
        kill(durability, ledger, round == 0 ? 0 : random.nextInt(1, 100), random.nextLong());
        BackendConfig.Mode mode = ledger.isEmpty() ? BackendConfig.Mode.CREATE : BackendConfig.Mode.WRITE;
        try (Backend backend = open(mode, durability)) {
          ledger.check(backend);
        }
      }
    });
    note(Effort.kills() + " kills, " + ledger.commits() + " commits in " + ledger.acknowledgements()
        + " batches acknowledged, none lost or doubled, "
        + ledger.undecidedBatches() + " under way");
  }

  @Test
  void k1_what_was_acknowledged_at_os_survives_the_death_of_the_process() throws Exception {
    killAgainAndAgain(Durability.OS);
  }

  @Test
  void k2_what_was_acknowledged_at_sync_survives_the_death_of_the_process() throws Exception {
    killAgainAndAgain(Durability.SYNC);
  }

  @Test
  void k3_a_process_that_stands_still_keeps_its_location_and_a_dead_one_gives_it_back() {
    Durability durability = strongest();
    requireClaim(durability != Durability.NONE, "a location that several processes can reach");
    requireClaim(!multiProcess(), "one writer at a time");
    Ledger ledger = new Ledger(true);
    try (ChildJvm holder = victim(durability, 1)) {
      read(holder, ledger, 10);
      runs(holder.signal("STOP"), "no signals on this system");
      BackendException.Locked refusal = assertThrows(BackendException.Locked.class, this::open);
      assertTrue(refusal.holder().contains(Long.toString(holder.pid())), refusal.holder());
      assertTrue(holder.signal("CONT"));
      read(holder, ledger, 200);
      holder.kill();
      read(holder, ledger, FOR_EVER);
    }
    try (Backend backend = open(BackendConfig.Mode.WRITE, durability)) {
      ledger.check(backend);
    }
  }

  private static void read(ChildJvm child, Ledger ledger, int acknowledgements) {
    int target = ledger.acknowledgements() + acknowledgements;
    String line = "";
    while (line != null && ledger.acknowledgements() < target) {
      line = child.line();
      ledger.read(line);
    }
    assertEquals(acknowledgements == FOR_EVER, line == null, child.errors());
  }
}
