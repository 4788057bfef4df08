package dev.cairn.cli;

import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Printable;
import picocli.CommandLine.Model.CommandSpec;

/** Tells that a folder is one from which a running system was handed over, so that nobody takes it for the present. */
final class FormerFolder {
  private FormerFolder() {}

  /** On stderr, so that it is seen even if the output goes to a file. */
  static StoreInspector told(StoreInspector inspector, CommandSpec spec) {
    inspector.handedOver().ifPresent(moved -> {
      var err = spec.commandLine().getErr();
      err.println("NOTE: " + Printable.of(moved.words()) + " What this command shows is as it was then.");
      err.flush();
    });
    return inspector;
  }
}
