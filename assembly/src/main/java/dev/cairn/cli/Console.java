package dev.cairn.cli;

import dev.cairn.api.ActorType;
import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Lines;
import dev.cairn.cli.print.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Opens the console of a folder. */
@Command(name = "console", description = { "Opens a page in the browser that looks into the stores of a folder.",
    "It prints the address of the page, and runs until a signal ends it." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "The page is served to this machine alone, to who has the token in its address.",
        "A process that writes to the store is not disturbed, and nothing is written.", "", "Examples:",
        "  cairn console cairn-data", "  cairn console cairn-data --app bank.jar --app bank-library.jar" })
final class Console implements Callable<Integer> {
  private static final int HIGHEST_PORT = 65_535;

  @Parameters(paramLabel = "DIR", description = "The folder of the data.")
  private Path data = Path.of("");

  @Option(names = "--port", paramLabel = "PORT", description = "The port of the page. Default: one that is free.")
  private int port;

  @Option(names = "--app", paramLabel = "JAR",
      description = "Show the state after every event, with the actors' classes in this jar. Give it once for each "
          + "jar, also for libraries; a jar of Spring Boot contains its libraries.")
  private List<Path> app = new ArrayList<>();

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new ParameterException(spec.commandLine(), "--port must be 0 to " + HIGHEST_PORT + "; it is " + port + ".");
    }
    if (app.isEmpty()) {
      return serve(Optional.empty());
    }
    try (var jars = AppJars.of(app); var classes = AppClasses.of(jars)) {
      AppTypes types = AppTypes.in(jars, classes);
      return serve(Optional.of(types::of));
    }
  }

  private int serve(Optional<BiFunction<String, String, ActorType<?, ?, ?>>> types) throws InterruptedException {
    try (var console = ConsoleModule.open(data, port, keys.ring(), types)) {
      FormerFolder.told(StoreInspector.open(data), spec).close();
      var lines = new Lines(spec.commandLine().getOut());
      lines.print("The console of " + Printable.of(data.toString()) + " is at " + console.address());
      lines.print("It only reads. Whoever has this address on this machine may read what it shows. Ctrl-C ends it.");
      lines.flush();
      new CountDownLatch(1).await();
      return ExitCode.DONE;
    }
  }
}
