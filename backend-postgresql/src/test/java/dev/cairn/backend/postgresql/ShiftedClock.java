package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** The environment of a server whose clock is wrong. Needs Linux and a C compiler. */
final class ShiftedClock {
  private ShiftedClock() {}

  static Map<String, String> by(Duration time, Path folder) throws InterruptedException {
    Path source = folder.resolve("clock.c");
    Path library = folder.resolve("clock.so");
    boolean compiled;
    try (InputStream code = Objects.requireNonNull(ShiftedClock.class.getResourceAsStream("clock.c"))) {
      Files.copy(code, source);
      compiled = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
          .start().waitFor() == 0;
    } catch (IOException e) {
      compiled = false;
    }
    assumeTrue(compiled, "another clock needs Linux and a C compiler");
    return Map.of("LD_PRELOAD", library.toString(), "CAIRN_CLOCK_SECONDS", Long.toString(time.toSeconds()));
  }
}
