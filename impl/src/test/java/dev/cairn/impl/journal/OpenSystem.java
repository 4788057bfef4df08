package dev.cairn.impl.journal;

import dev.cairn.api.bind.RuntimeOptions;
import java.time.Duration;
import java.util.Optional;

/** How the systems of these tests live. */
final class OpenSystem {
  static final RuntimeOptions OPTIONS = new RuntimeOptions(Duration.ofSeconds(5), Duration.ofSeconds(10),
      Duration.ofMinutes(2), 1_000, Optional.empty(), Optional.empty());

  private OpenSystem() {}
}
