package dev.cairn.cli;

import dev.cairn.api.KeyRing;
import dev.cairn.cli.demo.Act;
import dev.cairn.cli.demo.Conductor;
import dev.cairn.cli.demo.DemoOptions;
import dev.cairn.cli.demo.DemoProcess;
import dev.cairn.cli.demo.Summary;
import dev.cairn.cli.print.Failure;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Printable;
import dev.cairn.cli.progress.Progress;
import dev.cairn.cli.server.ThrowAwayServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a bank of actors, halts its process half-way, recovers, goes on, and checks every balance. */
@Command(name = "demo", description = {
    "Runs a bank, halts it half-way, recovers, checks every balance.",
    "Each account is an actor. Their process ends without warning half-way; a new",
    "process goes on from the store. If you kill the demo at any moment, the same",
    "command with the same --data goes on and ends with the same balances." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "Examples:", "  cairn demo", "  cairn demo --input bank.csv --data bank-data --json",
        "  cairn demo --backend postgresql --with-server" })
final class Demo implements Callable<Integer> {
  private static final String POSTGRESQL = "postgresql";
  private static final List<String> OF_A_SERVER = List.of("url", "user", "password", "password-file", "password-env");
  private static final String NOTHING_KEPT =
      "This backend keeps nothing when its process ends: the folder holds no store.";

  @Option(names = "--input", paramLabel = "FILE", description = { "A CSV file with a header and at least the columns",
      "account, type (credit or debit) and amount (as 700.00).", "Default: a sample of 50,000 rows." })
  private @Nullable Path input;

  @Option(names = "--data", paramLabel = "DIR",
      description = "The folder of the data. Default: a new temporary folder.")
  private @Nullable Path data;

  @Option(names = "--backend", paramLabel = "NAME",
      description = "The backend. Default: the backend of the folder; sqlite for a new folder.")
  private @Nullable String backend;

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Mixin
  private BackendSettings settings = new BackendSettings();

  @Option(names = "--with-server", description = { "Start a PostgreSQL server, and end it with the",
      "demo. Its database stays in DIR/server if you name", "--data, else it goes." })
  private boolean withServer;

  @Option(names = "--no-halt", description = "Run everything in this process, without the halt.")
  private boolean noHalt;

  @Option(names = "--json", description = "Print the summary as one JSON object, the last line.")
  private boolean json;

  @Option(names = "--act", hidden = true, description = "The part of a process that the demo starts.")
  private @Nullable String act; // not a type of the demo: the other commands work in a jar without the demo

  @Option(names = "--since", hidden = true, description = "When the demo began.")
  private long since = System.currentTimeMillis();

  @Option(names = "--bars", hidden = true, description = "Show progress with bars.")
  private boolean bars;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    bars = bars || act == null && Progress.isInteractive();
    if (withServer && act == null) {
      return callWithServer(Optional.ofNullable(data).map(Demo::absolute));
    }
    Path folder = data == null ? freshFolder() : absolute(data);
    try {
      return play(folder);
    } finally {
      if (data == null) {
        deleteIfEmpty(folder);
      }
    }
  }

  private int callWithServer(Optional<Path> kept) {
    requireNoOtherServer(kept);
    System.err.println("Starting a PostgreSQL server for this demo ...");
    var home = Optional.ofNullable(System.getProperty("dev.cairn.cli.home"));
    try (var server = ThrowAwayServer.start(home.map(path -> Path.of(path, "server")), kept.map(Demo::ofServer))) {
      System.err.println(server + " has started, and ends with the demo.");
      backend = POSTGRESQL;
      settings.add(server.settings());
      int code = play(kept.orElseGet(() -> server.temporary().resolve("demo")));
      if (!json) {
        var out = spec.commandLine().getOut();
        out.println(kept
            .map(folder -> "The server ends. Its database is in " + Printable.of(ofServer(folder).toString())
                + ", and the same command goes on with it.")
            .orElse("The server ends, and its data goes. To keep the data,"
                + " name a folder with --data."));
        out.flush();
      }
      return code;
    }
  }

  private void requireNoOtherServer(Optional<Path> kept) {
    if (backend != null && !backend.equals(POSTGRESQL)) {
      throw new ParameterException(spec.commandLine(), "--with-server is for --backend postgresql, not for " + backend
          + ".");
    }
    List<String> named = settings.givenOf(OF_A_SERVER);
    if (!named.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--with-server starts a server, but --setting "
          + String.join(", --setting ", named) + " names another one. Leave one of them out.");
    }
    kept.filter(folder -> Files.exists(folder.resolve("cairn.location")) && !Files.exists(ofServer(folder)))
        .ifPresent(folder -> {
          throw new CannotRun("The folder " + folder + " has a store that was not made with --with-server. Leave that"
              + " out, or name another folder.");
        });
  }

  private static Path ofServer(Path folder) {
    return folder.resolve("server");
  }

  private static Path absolute(Path folder) {
    return folder.toAbsolutePath().normalize();
  }

  private int play(Path folder) {
    settings.set();
    return act == null && !noHalt ? conduct(folder) : run(folder);
  }

  private int conduct(Path folder) {
    keys.ring().ifPresent(KeyRing::close); // a wrong key is reported before a process starts
    return new Conductor(Cairn.class).play(part -> arguments(part, folder));
  }

  private List<String> arguments(String part, Path folder) {
    var arguments = new ArrayList<>(List.of("demo", "--act=" + part, "--since=" + since, "--data=" + folder));
    if (input != null) {
      arguments.add("--input=" + input);
    }
    if (backend != null) {
      arguments.add("--backend=" + backend);
    }
    arguments.addAll(keys.arguments());
    arguments.addAll(settings.arguments());
    if (json) {
      arguments.add("--json");
    }
    if (bars) {
      arguments.add("--bars");
    }
    if (withServer) {
      arguments.add("--with-server");
    }
    return arguments;
  }

  private int run(Path folder) {
    var options = new DemoOptions(Optional.ofNullable(input), folder, Optional.ofNullable(backend), keys.ring(), json);
    Summary summary = DemoProcess.run(options, act == null ? Act.WHOLE : Act.valueOf(act), bars, System.err, since);
    var account = summary.account(); // a lambda with the summary would link this class to the demo
    var out = spec.commandLine().getOut();
    out.println(
        json ? Json.line(summary.json())
            : summary.text() + summary.data().map(kept -> withServer ? "" : hint(kept, account)).orElse(NOTHING_KEPT));
    out.flush();
    return summary.isGood() ? ExitCode.DONE : ExitCode.FINDING;
  }

  private static String hint(Path folder, Optional<String> account) {
    String look = "To look inside:\n  " + command("ls", folder.toString());
    return look + account
        .map(id -> "\n  " + command("events", folder.toString(), "/account/" + id))
        .orElse("");
  }

  private static String command(String... words) {
    return Stream.concat(Stream.of(Cairn.launcher()), Stream.of(words)).map(Demo::quote)
        .collect(Collectors.joining(" "));
  }

  private static String quote(String word) {
    String printable = Printable.of(word);
    return printable.matches("[\\w./+-]+") ? printable : "'" + printable.replace("'", "'\\''") + "'";
  }

  private static Path freshFolder() {
    try {
      Path folder = Files.createTempDirectory("cairn-demo-").toAbsolutePath();
      System.err.println("The data goes to " + Printable.of(folder.toString()));
      return folder;
    } catch (IOException e) {
      throw new CannotRun("No temporary folder can be made: " + Failure.words(e) + ". Name one with --data.");
    }
  }

  /** Deletes the temporary folder if nothing was stored in it. */
  private static void deleteIfEmpty(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // it holds the data
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
