package dev.cairn.tck.run;

import dev.cairn.spi.BackendProvider;
import dev.cairn.tck.BackendCertification;
import java.util.function.Supplier;

/** The one backend that this JVM certifies. */
public final class Candidate extends BackendCertification {
  private static Supplier<BackendProvider> maker = () -> {
    throw new IllegalStateException("no candidate was set");
  };

  /** For JUnit. */
  public Candidate() {}

  static void is(Supplier<BackendProvider> candidate) {
    maker = candidate;
  }

  @Override
  protected BackendProvider provider() {
    return maker.get();
  }
}
