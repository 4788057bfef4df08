package dev.cairn.cli;

import java.util.List;
import java.util.Set;
import picocli.CommandLine.HelpCommand;

/** The subcommands by their names. A class is loaded when its name is asked for. */
final class Subcommands {
  /** In the order of the help. */
  static final List<String> NAMES = List.of("demo", "backends", "ls", "events", "state", "verify", "stats", "copy",
      "promote", "certify", "readers", "cluster", "backup", "restore", "compact", "forget", "upgrade", "accept-loss",
      "tail",
      "console",
      "head", "schema", "bench", "osgi", "completion", "manual", "help");
  private static final Set<String> OF_ALL_OTHERS = Set.of("completion", "manual", "help");

  private Subcommands() {}

  /** Whether it is the name of a subcommand that needs no other one. */
  static boolean standsAlone(String name) {
    return NAMES.contains(name) && !OF_ALL_OTHERS.contains(name);
  }

  static Class<?> named(String name) {
    return switch (name) {
      case "demo" -> Demo.class;
      case "backends" -> Backends.class;
      case "ls" -> Ls.class;
      case "events" -> Events.class;
      case "state" -> State.class;
      case "verify" -> Verify.class;
      case "stats" -> Stats.class;
      case "copy" -> Copy.class;
      case "promote" -> Promote.class;
      case "certify" -> Certify.class;
      case "readers" -> Readers.class;
      case "cluster" -> Cluster.class;
      case "backup" -> Backup.class;
      case "restore" -> Restore.class;
      case "compact" -> Compact.class;
      case "forget" -> Forget.class;
      case "upgrade" -> Upgrade.class;
      case "accept-loss" -> AcceptLoss.class;
      case "tail" -> Tail.class;
      case "console" -> Console.class;
      case "head" -> Head.class;
      case "schema" -> Schema.class;
      case "bench" -> Bench.class;
      case "osgi" -> Osgi.class;
      case "completion" -> Completion.class;
      case "manual" -> Manual.class;
      case "help" -> HelpCommand.class;
      default -> throw new IllegalArgumentException(name);
    };
  }
}
