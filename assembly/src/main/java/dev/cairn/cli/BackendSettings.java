package dev.cairn.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import picocli.CommandLine.Option;

/** The option for a backend's own settings. */
final class BackendSettings {
  @Option(names = "--setting", paramLabel = "NAME=VALUE",
      description = "One of the backend's own settings. Give it once for each. Others can see the arguments of a "
          + "command: name a password by password-file=FILE or password-env=NAME.")
  private Map<String, String> settings = new TreeMap<>();

  /** Hands each setting on. */
  void forEach(BiConsumer<String, String> taker) {
    settings.forEach(taker);
  }

  /** Adds settings that the user has not given. */
  void add(Map<String, String> more) {
    settings.putAll(more);
  }

  /** Those of some settings that the user has given. */
  List<String> givenOf(List<String> names) {
    return names.stream().filter(settings::containsKey).toList();
  }

  /** From now on this process has them, as if it had been started with them. */
  void set() {
    forEach((name, value) -> System.setProperty("cairn.setting." + name, value));
  }

  /** The same options as arguments for another process. */
  List<String> arguments() {
    return settings.entrySet().stream().map(each -> "--setting=" + each.getKey() + "=" + each.getValue()).toList();
  }
}
