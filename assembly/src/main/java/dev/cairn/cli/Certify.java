package dev.cairn.cli;

import dev.cairn.cli.kit.Certificate;
import dev.cairn.cli.kit.Kit;
import dev.cairn.cli.kit.KitJvm;
import dev.cairn.cli.kit.KitRun;
import dev.cairn.cli.kit.Verdict;
import dev.cairn.cli.print.Failure;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Lines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tests the jars of a backend against the rules for every backend, and writes a certificate. */
@Command(name = "certify", description = "Tests a backend against the rules, and writes a certificate.",
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "The jars are tested as modules, with every rule, and as bundles in Felix.",
        "The rules are in docs/writing-a-backend.md.", "", "Example:",
        "  cairn certify backends/sqlite/*.jar", "",
        "Each rule has a folder of its own. In a setting {location} stands for a word",
        "that no other folder has, for a backend that keeps its locations elsewhere:", "",
        "  cairn certify backends/postgresql/*.jar --setting schema=kit_{location} \\",
        "    --setting url=jdbc:postgresql://localhost/kit" })
final class Certify implements Callable<Integer> {

  @Parameters(paramLabel = "JAR", arity = "1..*", description = "The backend's jar, and the libraries that it needs.")
  private List<Path> jars = List.of();

  @Option(names = "--out", paramLabel = "DIR", description = "The folder of the certificate. Default: the current one.")
  private Path out = Path.of("");

  @Option(names = "--thorough", description = "Repeat the tests of kills, power cuts and closes as often as a night "
      + "allows.")
  private boolean thorough;

  @Mixin
  private BackendSettings settings = new BackendSettings();

  @Option(names = "--json", description = { "One JSON object a line for each rule:",
      "rule, result, required, detail; then the counts." })
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    settings.forEach((name, value) -> System.setProperty("cairn.tck.setting." + name, value));
    Map<String, String> sums = sums();
    Kit kit = Kit.find().orElseThrow(() -> new CannotRun("The kit is missing: a distribution has it in its folder"
        + " 'tck', beside 'modules'."));
    tell("Trying the rules, with the jars as modules and as bundles ...");
    KitJvm inFelix = kit.startInFelix(jars, thorough);
    KitRun modules = complete(kit.startWithModules(jars, thorough).report());
    KitRun felix = complete(inFelix.report());
    Certificate certificate = Certificate.of(modules, felix, sums, version());
    Path written = certificate.write(out);
    var lines = new Lines(spec.commandLine().getOut());
    certificate.rules().forEach(rule -> lines.print(json ? Json.line(rule.object()) : rule.line()));
    tell("Certificate: " + written);
    lines.print(json ? Json.line(certificate.counts()) : certificate.summary());
    lines.flush();
    return certificate.count(Verdict.FAILED) == 0 ? ExitCode.DONE : ExitCode.FINDING;
  }

  private void tell(String what) {
    spec.commandLine().getErr().println(what);
    spec.commandLine().getErr().flush();
  }

  private static KitRun complete(KitRun run) {
    run.trouble().ifPresent(what -> {
      throw new CannotRun(what);
    });
    return run;
  }

  private static String version() {
    return String.join(" ", new Cairn.Version().getVersion()).replace("cairn ", "");
  }

  /** Reads every jar first, so that a missing jar is reported before any process starts. */
  private Map<String, String> sums() {
    Map<String, String> sums = new TreeMap<>();
    for (Path jar : jars) {
      if (!Files.isRegularFile(jar)) {
        throw new CannotRun("There is no jar " + jar + ".");
      }
      sums.put(name(jar), sum(jar));
    }
    return sums;
  }

  private static String name(Path jar) {
    @Nullable
    Path name = jar.getFileName();
    return name == null ? jar.toString() : name.toString();
  }

  private static String sum(Path jar) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
    } catch (IOException e) {
      throw new CannotRun("The jar " + jar + " cannot be read: " + Failure.words(e) + ".");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
