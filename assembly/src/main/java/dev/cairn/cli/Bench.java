package dev.cairn.cli;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.Durability;
import dev.cairn.cli.demo.Measurement;
import dev.cairn.cli.print.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how many events a backend persists on this machine. */
@Command(name = "bench", description = { "Measures how many events a backend persists on this machine.",
    "Each actor has one client, which asks again as soon as it has an answer." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "Example:", "  cairn bench --backend rocksdb --actors 1000 --seconds 10" })
final class Bench implements Callable<Integer> {

  @Option(names = "--backend", paramLabel = "NAME", description = "The backend. Default: ${DEFAULT-VALUE}.")
  private String backend = "sqlite";

  @Option(names = "--actors", paramLabel = "COUNT", description = "How many actors. Default: ${DEFAULT-VALUE}.")
  private int actors = 100;

  @Option(names = "--seconds", paramLabel = "COUNT", description = "For how long. Default: ${DEFAULT-VALUE}.")
  private int seconds = 5;

  @Option(names = "--durability", paramLabel = "LEVEL", description = "SYNC, OS or NONE. Default: the backend's.")
  private @Nullable Durability durability;

  @Option(names = "--in", paramLabel = "DIR",
      description = "The folder for the data, which is deleted at the end. Default: the folder of temporary files.")
  private @Nullable Path in;

  @Mixin
  private BackendSettings settings = new BackendSettings();

  @Option(names = "--json", description = { "One JSON object:",
      "backend, actors, persists, seconds, persists_per_second, median_ms, p99_ms." })
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    AtLeast.require(1, spec, "--actors", actors);
    AtLeast.require(1, spec, "--seconds", seconds);
    Path data = in == null ? Files.createTempDirectory("cairn-bench-") : Files.createTempDirectory(in, "cairn-bench-");
    try {
      var builder = ActorSystem.builder().data(data).backend(backend).askTimeout(Duration.ofMinutes(1));
      settings.forEach(builder::setting);
      if (durability != null) {
        builder.durability(durability);
      }
      try (var system = builder.open()) {
        var found = Measurement.of(system, actors, Duration.ofSeconds(seconds));
        var out = spec.commandLine().getOut();
        out.println(json ? Json.line(found.json(backend, actors)) : found.text(backend, actors));
        out.flush();
      }
    } finally {
      delete(data);
    }
    return ExitCode.DONE;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
