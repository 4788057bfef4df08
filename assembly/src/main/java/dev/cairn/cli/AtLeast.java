package dev.cairn.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses a number below the minimum of its option. */
final class AtLeast {
  private AtLeast() {}

  static void require(int least, CommandSpec spec, String option, int value) {
    if (value < least) {
      throw new ParameterException(spec.commandLine(),
          option + " must be at least " + least + "; it is " + value + ".");
    }
  }
}
