package dev.cairn.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs another one until that has said enough, kills it, and shows what a disk would hold had the power
 * been cut before. What the other program stores is below {@code powered} in the folder; what it says is its ledger.
 * For each cut there is a folder {@code cut-N} with what is left of {@code powered}, and a file {@code said-N} with
 * what had been said.
 */
final class PowerCuts {
  private static final int PATIENCE_SECONDS = 100;

  private PowerCuts() {}

  /** Takes the folder, the number of cuts, a seed, how many bytes are enough, and the command of the other program. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]).toRealPath();
    Path powered = Files.createDirectories(folder.resolve("powered"));
    Path said = Files.createFile(powered.resolve("said"));
    DiskShim shim = DiskShim.compile(folder);
    if (shim == null) {
      System.out.println("not run: a trace of the disk needs Linux and a C compiler 'cc'");
      return;
    }
    ProcessBuilder program = new ProcessBuilder(List.of(args).subList(4, args.length)).directory(powered.toFile())
        .redirectOutput(said.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
    program.environment().putAll(shim.tracing(powered, folder.resolve("trace")));
    runUntil(program, said, Long.parseLong(args[3]));
    cut(folder, said, Integer.parseInt(args[1]), new SplittableRandom(Long.parseLong(args[2])));
  }

  private static void runUntil(ProcessBuilder program, Path said, long bytes)
      throws IOException, InterruptedException {
    Process process = program.start();
    long begun = System.nanoTime();
    while (Files.size(said) < bytes && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("The program ended by itself, with " + process.exitValue());
      }
    }
    process.destroyForcibly().waitFor();
  }

  private static void cut(Path folder, Path said, int cuts, SplittableRandom random) throws IOException {
    long ledger = ((Number) Files.getAttribute(said, "unix:ino")).longValue();
    List<String> lines = new ArrayList<>();
    PowerReplay replay =
        new PowerReplay(folder.resolve("trace"), (disk, operation) -> operation.inode() == ledger, lines::add);
    int made = replay.play(cuts, random, (disk, number) -> {
      Path left = Files.createDirectories(folder.resolve("cut-" + number));
      if (random.nextBoolean()) {
        disk.writeSynced(folder.resolve("powered"), left);
      } else {
        disk.writeTorn(folder.resolve("powered"), left, random);
      }
      Files.write(folder.resolve("said-" + number), lines);
    });
    System.out.println("cut " + made + " of " + replay.places());
  }
}
