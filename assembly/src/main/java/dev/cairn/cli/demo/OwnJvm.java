package dev.cairn.cli.demo;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command that starts another JVM like this one. */
final class OwnJvm {
  private OwnJvm() {}

  /** Returns the command: the same java, the same launch arguments and modules, the same main class. */
  static List<String> command(String mainClassOnClassPath) {
    var command = new ArrayList<String>();
    command.add(java());
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!isDebugger(argument)) {
        command.add(argument);
      }
    }
    addProperty(command, "--module-path=", System.getProperty("jdk.module.path"));
    String module = System.getProperty("jdk.module.main");
    if (module == null) {
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClassOnClassPath));
    } else {
      String main = System.getProperty("jdk.module.main.class");
      command.addAll(List.of("-m", main == null ? module : module + "/" + main));
    }
    return command;
  }

  private static String java() {
    return ProcessHandle.current()
        .info()
        .command()
        .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java").toString());
  }

  /** A debugger listens on one port, so a second process would not start. */
  private static boolean isDebugger(String argument) {
    return argument.startsWith("-agentlib:jdwp") || argument.startsWith("-Xrunjdwp");
  }

  private static void addProperty(List<String> command, String option, @Nullable String value) {
    if (value != null && command.stream().noneMatch(argument -> argument.startsWith(option))) {
      command.add(option + value);
    }
  }
}
