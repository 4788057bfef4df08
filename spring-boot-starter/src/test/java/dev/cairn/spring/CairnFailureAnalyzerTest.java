package dev.cairn.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spring.Applications.Counting;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ConfigurableApplicationContext;

/** What an application that does not start is told. */
@Timeout(180)
class CairnFailureAnalyzerTest {
  @TempDir
  Path data;

  /** Starts an application as a child process, whose only argument is the folder. */
  static final class Program {
    private Program() {}

    /** Starts it. */
    public static void main(String[] arguments) {
      Applications.in(Path.of(arguments[0]), Counting.class).run().close();
    }
  }

  @Test
  void where_spring_boot_has_set_an_older_driver_the_line_to_add_is_named() throws Exception {
    // With the interfaces of SLF4J and no logger behind them, as in the path of this test, Spring Boot would be silent.
    String old = System.getProperty("old.sqlite");
    String path = Stream
        .concat(Stream.of(old), Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(each -> !Path.of(each).getFileName().toString().matches("(sqlite-jdbc|slf4j-api)-.*")))
        .collect(Collectors.joining(File.pathSeparator));
    String told = told(List.of("-cp", path, Program.class.getName(), data.toString()));
    assertTrue(told.contains("APPLICATION FAILED TO START"), told);
    assertTrue(told.contains("    <sqlite-jdbc.version>"), told);
    assertTrue(told.lines().noneMatch(line -> line.startsWith("\tat ")), told);
  }

  @Test
  void a_folder_that_another_application_holds_is_told_with_the_property() {
    try (ConfigurableApplicationContext first = Applications.in(data, Counting.class).run()) {
      String action = action(assertThrows(RuntimeException.class, () -> Applications.in(data, Counting.class).run()));
      assertTrue(action.contains("cairn.data"), action);
      assertTrue(first.isActive());
    }
  }

  @Test
  void a_backend_that_is_not_there_is_told_with_its_dependency() {
    String action = action(assertThrows(RuntimeException.class,
        () -> Applications.in(data, Counting.class).properties("cairn.backend=rocksdb").run()));
    assertTrue(action.contains("dev.cairn:cairn-backend-rocksdb"), action);
  }

  @Test
  void a_setting_that_the_backend_refuses_is_told_with_the_message() {
    RuntimeException failure = assertThrows(RuntimeException.class,
        () -> Applications.in(data, Counting.class).properties("cairn.setting.cache-mib=0").run());
    FailureAnalysis analysis = analysis(failure);
    assertNotNull(analysis);
    assertTrue(String.valueOf(analysis.getDescription()).contains("cache-mib"), analysis::getDescription);
    assertTrue(String.valueOf(analysis.getAction()).contains("cairn.setting"), analysis::getAction);
  }

  @Test
  void a_failure_that_is_not_ours_keeps_its_stack_trace() {
    assertNull(analysis(new IllegalStateException("no")));
  }

  private static String action(Throwable failure) {
    FailureAnalysis analysis = analysis(failure);
    assertNotNull(analysis);
    return String.valueOf(analysis.getAction());
  }

  private static FailureAnalysis analysis(Throwable failure) {
    return new CairnFailureAnalyzer().analyze(failure);
  }

  private static String told(List<String> arguments) throws Exception {
    List<String> command = Stream.concat(Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"), arguments.stream())
        .toList();
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String told = new String(child.getInputStream().readAllBytes());
      assertTrue(child.waitFor(150, TimeUnit.SECONDS));
      assertEquals(1, child.exitValue(), told);
      return told;
    } finally {
      child.destroyForcibly();
    }
  }
}
