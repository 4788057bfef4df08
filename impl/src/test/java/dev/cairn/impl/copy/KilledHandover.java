package dev.cairn.impl.copy;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.HandoverOptions;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.actor.LocalActorSystem;
import dev.cairn.impl.copy.LocationHandover.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The processes that a test kills while they hand their location over. */
final class KilledHandover {
  static final int ACTORS = 8;
  static final int KILLED = 9;
  private static final long TURNS_BEFORE = 40;

  private KilledHandover() {}

  static LocationHandover to(ActorSystem system, Path folder, String backend, Consumer<Step> steps) {
    return to(system, folder, backend, Duration.ofSeconds(60), steps);
  }

  static LocationHandover to(ActorSystem system, Path folder, String backend, Duration longestPause,
      Consumer<Step> steps) {
    HandoverOptions options =
        new HandoverOptions(system, folder, Optional.of(backend), Optional.empty(), Map.of(), longestPause);
    return new LocationHandover(((LocalActorSystem) system).journal(), options, new StoreCopy.Follower() {
      @Override
      public void step(StoreCopy.Phase phase, long events, long all) {}

      @Override
      public void lag(StoreCopy.Lag lag) {}
    }, steps);
  }

  /** Takes the folder and its backend, the new folder and its backend, and the step at which it dies; or FULL. */
  public static void main(String[] args) throws Exception {
    try (ActorSystem system = ActorSystem.builder().data(Path.of(args[0])).backend(args[1]).open()) {
      if (args[4].equals("FULL")) {
        onFullDisk(system, Path.of(args[2]), args[3]);
      } else {
        die(system, Path.of(args[2]), args[3], Step.valueOf(args[4]));
      }
    }
  }

  /** Prints each total that was acknowledged and each event that its reader has taken, and dies at a step. */
  private static void die(ActorSystem system, Path to, String backend, Step at) {
    system.log("main").follow("reader", event -> System.out.println("event " + event.id() + " " + event.sequence()));
    for (long turn = 0;; turn++) {
      String id = Long.toString(turn % ACTORS);
      System.out.println("told " + id + " " + system.entity(Ledger.TYPE, id).ask(new Add(1)));
      if (turn == TURNS_BEFORE) {
        Thread.ofPlatform().start(() -> to(system, to, backend, step -> {
          if (step == at) {
            Runtime.getRuntime().halt(KILLED);
          }
        }).run());
      }
    }
  }

  /** Prints why the hand-over to a disk that is too small has failed, and hands over once it is larger. */
  private static void onFullDisk(ActorSystem system, Path to, String backend) throws IOException, InterruptedException {
    for (int time = 0; time < 250; time++) {
      system.entity(Ledger.TYPE, "one").ask(new Ledger.AddAll(Ledger.upTo(40)));
    }
    try {
      to(system, to, backend, step -> {}).run();
    } catch (StoreUnavailable e) {
      System.out.println(e.getMessage());
    }
    system.entity(Ledger.TYPE, "one").ask(new Add(1));
    new ProcessBuilder("mount", "-o", "remount,size=64m", String.valueOf(to.getParent())).inheritIO().start().waitFor();
    to(system, to, backend, step -> {}).run();
    System.out.println(system.entity(Ledger.TYPE, "one").ask(new Ledger.Total()).events());
  }
}
