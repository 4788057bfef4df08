package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The second way in: a folder of backends, of which some are bad neighbours. Each is told once, the others work. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class PluginFolderIT {

  @TempDir
  private Path folder;

  private Path plugins;

  @BeforeEach
  void copiesThePluginsOfTheDistribution() {
    plugins = Distribution.built().copyTo(folder.resolve("cairn")).home().resolve("backends");
  }

  @Test
  void a_backend_works_beside_all_bad_neighbours() throws IOException {
    Files.createDirectory(plugins.resolve("empty"));
    Files.writeString(Files.createDirectory(plugins.resolve("nojar")).resolve("nojar.jar"), "no jar");
    provider("silent", "public String name() { return null; }");
    provider("throwing", "public String name() { throw new IllegalStateException(\"no name today\"); }");
    provider("sqlite2", "public String name() { return \"sqlite\"; }");
    provider("unborn", "{ if (true) throw new IllegalStateException(\"not born\"); } "
        + "public String name() { return \"unborn\"; }");
    var demo = demo("--data", "bank", "--backend", "sqlite").done();
    assertEquals(0, demo.json().getLast().get("balances_wrong").getAsInt());
    var findings = findings();
    assertProblem(findings, "empty", "it holds no jar");
    assertProblem(findings, "nojar.jar", "it is no module");
    assertProblem(findings, "silent.jar", "its name 'null'");
    assertProblem(findings, "throwing.jar", "no name today");
    assertProblem(findings, "sqlite2.jar", "the name 'sqlite' is taken by cairn-backend-sqlite");
    assertProblem(findings, "unborn.jar", "not born");
  }

  @Test
  void a_backend_without_its_library_is_told_and_the_others_work() throws IOException {
    try (var jars = Files.newDirectoryStream(plugins.resolve("sqlite"), "sqlite-jdbc*")) {
      Files.delete(jars.iterator().next());
    }
    assertProblem(findings(), "sqlite", "org.xerial.sqlitejdbc");
    var refused = demo("--backend", "sqlite", "--data", "bank");
    assertEquals(ExitCode.COULD_NOT_RUN, refused.code());
    assertTrue(refused.error().contains("'sqlite' was not found"), refused.error());
    assertEquals(0, demo("--backend", "memory").code());
  }

  @Test
  void a_class_for_a_newer_java_is_told() throws IOException {
    Neighbour newer = Neighbour.compile(folder, "newer", "public String name() { return \"newer\"; }").forNewerJava();
    newer.jar(plugins.resolve("newer"));
    assertProblem(findings(), "newer", "class file version");
  }

  private List<JsonObject> findings() {
    return cairn("backends", "--json").done().json();
  }

  private static void assertProblem(List<JsonObject> findings, String origin, String words) {
    List<JsonObject> found =
        findings.stream().filter(finding -> finding.get("origin").getAsString().equals(origin)).toList();
    assertEquals(1, found.size(), origin + ": " + findings);
    assertTrue(found.getFirst().get("problem").getAsString().contains(words), found::toString);
  }

  private void provider(String name, String members) throws IOException {
    Neighbour.compile(folder, name, members).jar(plugins.resolve(name));
  }

  private Child.Ended demo(Object... more) throws IOException {
    Path input = BankFile.of(20).writeTo(folder.resolve("bank.csv"));
    return launch("demo", "--input", input, "--no-halt", "--json").and(more).run();
  }

  private Child.Ended cairn(Object... arguments) {
    return launch(arguments).run();
  }

  private Launch launch(Object... arguments) {
    return Launch.cairn(plugins.resolveSibling("bin/cairn"), folder, arguments);
  }
}
