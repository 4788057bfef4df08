package dev.cairn.tck;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Durability;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A program that stores batches, and reports each to a witness before it is stored and after it is acknowledged. It
 * never closes its backend: it halts, unless it is killed before.
 *
 * <pre>
 *   begin .                 a process has started
 *   open GENERATION s0:17 s1:3 .  what a session shows
 *   try 2 s0:18 s1:5 .      a batch of this many commits is handed over, and would bring the streams there
 *   done .                  it was acknowledged
 * </pre>
 */
final class Victim {
  private Victim() {}

  /** Takes provider, location, durability, seed, how many commits to make, and a file for the ledger or {@code -}. */
  public static void main(String[] args) throws Exception {
    OutputStream ledger = args[5].equals("-") ? System.out : new FileOutputStream(args[5], true);
    say(ledger, "begin");
    Backend backend = ChildJvm.provider(args[0]).open(KitSettings.config(Path.of(args[1]), BackendConfig.Mode.CREATE,
        Optional.of(Durability.valueOf(args[2]))));
    Workload workload = new Workload(backend, new SplittableRandom(Long.parseLong(args[3])));
    say(ledger, "open " + backend.info().generation() + streams(workload));
    for (long left = Long.parseLong(args[4]); left > 0;) {
      List<Commit> list = workload.next();
      say(ledger, "try " + list.size() + streams(workload));
      for (CommitResult result : backend.commit(list)) {
        if (!(result instanceof CommitResult.Stored)) {
          throw new AssertionError("a commit that must be accepted was answered with " + result);
        }
      }
      say(ledger, "done");
      left -= list.size();
    }
    Runtime.getRuntime().halt(0);
  }

  private static String streams(Workload workload) {
    return workload.last().entrySet().stream()
        .filter(stream -> stream.getValue() > 0)
        .map(stream -> " " + stream.getKey() + ":" + stream.getValue())
        .collect(Collectors.joining());
  }

  private static void say(OutputStream ledger, String line) throws IOException {
    ledger.write((line + " .\n").getBytes(StandardCharsets.US_ASCII));
    ledger.flush();
  }
}
