package dev.cairn.cli.kit;

/** The verdict about a rule. */
public enum Verdict {
  /** The backend keeps it. */
  PASSED("passed"),
  /** The backend breaks it. */
  FAILED("failed"),
  /** It concerns a capability that the backend does not claim. */
  NOT_CLAIMED("not claimed"),
  /** This machine cannot test it. */
  NOT_RUN("not run here");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /** The verdict for people. */
  public String words() {
    return words;
  }

  /** Reads the word of the kit's report. */
  static Verdict parse(String word) {
    return switch (word) {
      case "passed" -> PASSED;
      case "not-claimed" -> NOT_CLAIMED;
      case "not-run" -> NOT_RUN;
      default -> FAILED;
    };
  }
}
