package dev.cairn.cli.child;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.CairnException;
import dev.cairn.api.Durability;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.KeyRing;
import dev.cairn.api.KeySource;
import dev.cairn.api.StoreInspector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Writes to sealed actors until nobody listens any more, with two keys one after the other, logs everything that is
 * logged, and provokes what can go wrong. Says "busy" once all of that has happened.
 */
public final class SecretKeeper {
  private static final int ACTORS = 64;
  private static final int BUSY = 10_000;

  /** Must be found in a dump, as a key must not: the first key, each bit inverted. */
  private static byte[] canary = new byte[0];

  private SecretKeeper() {}

  /** Takes the folder, two key files, and the file for the log. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var handler = new FileHandler(args[3]);
    handler.setLevel(Level.ALL);
    handler.setFormatter(new SimpleFormatter());
    Logger.getLogger("").addHandler(handler);
    Logger.getLogger("").setLevel(Level.ALL);
    canary = inverted(KeySource.file(Path.of(args[1])).read());
    Path data = Path.of(args[0]);
    KeyRing ring = KeyRing.of(EncryptedKey.from(KeySource.file(Path.of(args[1]))));
    ring.add(2, EncryptedKey.from(KeySource.file(Path.of(args[2]))));
    try (var system = ActorSystem.builder().data(data).backend("sqlite").durability(Durability.OS).keys(ring).open()) {
      write(system, new CountDownLatch(BUSY));
      ring.primary(2);
      provoke(data, system);
      write(system, new CountDownLatch(BUSY));
      System.out.println("busy");
      while (System.in.read() >= 0) {
        // nobody says anything
      }
    }
  }

  private static byte[] inverted(byte[] key) {
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) ~key[i];
    }
    return key;
  }

  private static void write(ActorSystem system, CountDownLatch written) throws InterruptedException {
    for (int i = 0; i < ACTORS; i++) {
      var actor = system.entity(Diary.TYPE, "d" + i);
      Thread.ofVirtual().start(() -> {
        try {
          for (long number = 0;; number++) {
            actor.ask("secret-command-" + number + "-" + System.nanoTime(), new Diary.Write("secret-text-" + number));
            written.countDown();
          }
        } catch (CairnException closing) {
          // the end
        }
      });
    }
    written.await();
  }

  private static void provoke(Path data, ActorSystem system) {
    fails(() -> system.entity(Diary.TYPE, "d0").ask(new Diary.Write("secret-text!")));
    fails(() -> system.entity(Diary.TYPE, "d0").ask(new Diary.Write("secret-text".repeat(200_000))));
    fails(() -> ActorSystem.builder().data(data).open());
    fails(() -> ActorSystem.builder().data(data).keys(KeyRing.of(EncryptedKey.of(canary))).open());
    fails(() -> EncryptedKey.of(new byte[31]));
    try (var inspector = StoreInspector.open(data, KeyRing.of(EncryptedKey.of(canary)))) {
      fails(() -> inspector.find("d0"));
    }
  }

  private static void fails(Runnable what) {
    try {
      what.run();
    } catch (CairnException expected) {
      System.err.println(expected);
      Logger.getLogger("secrets").log(Level.FINEST, "it failed", expected);
      return;
    }
    throw new AssertionError("this should have failed");
  }
}
