package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.impl.ChildPath;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that is told to end while its host still writes. */
@Timeout(60)
class CloseWithJvmTest {
  @TempDir
  Path folder;

  @Test
  void a_host_that_closes_its_system_itself_writes_until_it_has_stopped() throws Exception {
    assertEquals("sum 101", lastWordsOf("false"));
  }

  @Test
  void otherwise_the_end_of_the_jvm_closes_the_system_under_its_host() throws Exception {
    assertEquals("refused: ActorStopped", lastWordsOf("true"));
  }

  private String lastWordsOf(String closeWithJvm) throws Exception {
    List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dkryo.unsafe=false", "--enable-native-access=ALL-UNNAMED",
        "-cp",
        ChildPath.ofThisJvm(), Draining.class.getName(), folder.resolve("data").toString(), closeWithJvm);
    Process child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader out = child.inputReader()) {
      assertEquals("open", out.readLine());
      child.toHandle().destroy(); // which leaves its output open
      return String.valueOf(out.readLine());
    } finally {
      child.destroyForcibly();
    }
  }
}
