package dev.cairn.impl.journal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.LogManager;

/** Runs tests of pipelined actors, and tells which of them find fault. */
final class EarlyAnswers {
  private EarlyAnswers() {}

  private interface Inspection {
    void run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    LogManager.getLogManager().reset();
    Path folder = Path.of(args[0]);
    tell("what leaves",
        () -> new PipelinedTest().who_only_reads_a_refusal_and_a_rejection_wait_too_for_what_was_seen());
    ModelTest model = new ModelTest();
    model.data = Files.createDirectory(folder.resolve("model"));
    tell("model", () -> model.whatever_happens_each_actor_has_exactly_what_was_acknowledged("pipelined", "memory"));
    FaultPointTest faults = new FaultPointTest();
    faults.data = Files.createDirectory(folder.resolve("faults"));
    tell("fault points", () -> faults.what_is_told_is_true_wherever_the_store_fails("pipelined", "memory"));
    System.exit(0); // what a test leaves behind is not waited for
  }

  private static void tell(String name, Inspection inspection) {
    String result;
    try {
      inspection.run();
      result = "missed";
    } catch (Throwable found) {
      result = "caught";
      found.printStackTrace(); // stands in the folder that the test names where it fails
    }
    System.out.println(name + ": " + result);
  }
}
