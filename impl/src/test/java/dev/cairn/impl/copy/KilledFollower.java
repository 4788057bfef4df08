package dev.cairn.impl.copy;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreException;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** The processes that a test kills: one that writes a store, and one that copies it meanwhile. */
final class KilledFollower {
  static final String CAUGHT_UP = "caught up";
  static final int ACTORS = 8;

  private KilledFollower() {}

  /** Takes what to do, and its folders. */
  public static void main(String[] args) throws IOException {
    if (args[0].equals("write")) {
      write(Path.of(args[1]), args[2]);
    } else {
      follow(Path.of(args[1]), Path.of(args[2]), args[3], Long.parseLong(args[4]));
    }
  }

  /** Prints each total that was acknowledged, until it has something to read. */
  private static void write(Path data, String backend) throws IOException {
    try (ActorSystem system = ActorSystem.builder().data(data).backend(backend).open()) {
      for (int turn = 0; System.in.available() == 0; turn++) {
        String id = Integer.toString(turn % ACTORS);
        System.out.println(id + " " + system.entity(Ledger.TYPE, id).ask(new Add(1)));
      }
    }
  }

  /** Prints each step by its phase, and each time that it has caught up. Waits for a line before it compares. */
  private static void follow(Path data, Path copy, String backend, long graceMillis) {
    try {
      StoreCopy.Result result = StoreCopy.of(data, copy).backend(backend).grace(Duration.ofMillis(graceMillis))
          .follow(new StoreCopy.Follower() {
            private boolean compares;

            @Override
            public void step(StoreCopy.Phase phase, long events, long all) {
              System.out.println(phase);
              if (phase == StoreCopy.Phase.COMPARING && !compares) {
                compares = true;
                await();
              }
            }

            @Override
            public void lag(StoreCopy.Lag lag) {
              if (lag.behind() == 0) {
                System.out.println(CAUGHT_UP);
              }
            }
          });
      System.out.println(result.events());
    } catch (StoreException e) {
      System.out.println(e.getMessage());
      System.exit(2);
    }
  }

  private static void await() {
    try {
      System.in.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
