package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.impl.ChildPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Broken bytes give every decoder a value or a refusal, in a JVM with little memory. {@code -Dcairn.hostile=1000000}
 * for a million of them, {@code -Dcairn.seed=N} for others.
 */
class HostileBytesTest {
  private static final long PAYLOADS = Long.getLong("cairn.hostile", 50_000);
  private static final long SEED = Long.getLong("cairn.seed", 42);

  @TempDir
  Path folder;

  @Test
  void broken_bytes_give_a_value_or_a_refusal_and_nothing_else() throws Exception {
    Path output = folder.resolve("output");
    Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
        "-XX:+UseSerialGC", "-Dkryo.unsafe=false", "-cp", ChildPath.ofThisJvm(), HostileBytes.class.getName(),
        Long.toString(PAYLOADS), Long.toString(SEED)).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertTrue(child.waitFor(60 + PAYLOADS / 1000, TimeUnit.SECONDS), "it hangs; seed " + SEED);
      assertEquals(0, child.exitValue(), () -> "seed " + SEED + ": " + read(output));
      assertTrue(read(output).startsWith("payloads " + PAYLOADS + ", refusals "), read(output));
    } finally {
      child.destroyForcibly();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
