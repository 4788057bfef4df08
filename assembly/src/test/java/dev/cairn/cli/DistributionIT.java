package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is in the distribution, and what it needs and does not do. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class DistributionIT {
  /** One of these is loaded wherever Java opens a socket of any kind. */
  private static final Set<String> CLASSES_OF_SOCKETS = Set.of("java.net.Socket", "java.net.ServerSocket",
      "java.net.DatagramSocket", "sun.nio.ch.NioSocketImpl", "sun.nio.ch.SelectorProviderImpl",
      "sun.nio.ch.EPollSelectorProvider");

  @TempDir
  private Path folder;

  @Test
  void the_bill_of_materials_names_every_jar_with_its_licence() throws IOException {
    Path home = Distribution.built().home();
    JsonArray components = JsonParser.parseString(Files.readString(home.resolve("sbom.json"))).getAsJsonObject()
        .getAsJsonArray("components");
    Set<String> named = new TreeSet<>();
    for (JsonElement each : components) {
      var component = each.getAsJsonObject();
      String file = component.get("name").getAsString() + "-" + component.get("version").getAsString() + ".jar";
      named.add(file);
      assertTrue(component.has("licenses"), file);
    }
    Set<String> missing = new TreeSet<>(jars(home));
    missing.removeAll(named);
    missing.removeIf(jar -> jar.startsWith("cairn-" + System.getProperty("cairn.version"))); // what the bill is of
    assertEquals(Set.of(), missing);
  }

  @Test
  void every_library_stands_in_the_list_of_licences() throws IOException {
    Path home = Distribution.built().home();
    String list = Files.readString(home.resolve("THIRD-PARTY.txt"));
    List<String> missing = new ArrayList<>(jars(home));
    missing.removeIf(jar -> jar.startsWith("cairn-") || list.contains(":" + artifact(jar) + ":"));
    assertEquals(List.of(), missing);
  }

  @Test
  void the_links_of_its_documents_lead_somewhere() throws IOException {
    DocumentsIT.followAll(Distribution.built().home());
  }

  @Test
  void no_socket_is_opened() throws IOException {
    Path log = folder.resolve("classes.txt");
    Launch demo = demo("--data", "bank");
    String options = demo.environment().get("JDK_JAVA_OPTIONS") + " -Xlog:class+load:file=" + log;
    demo.with("JDK_JAVA_OPTIONS", options).run().done();
    try (Stream<String> lines = Files.lines(log)) {
      List<String> loaded = lines.map(line -> line.replaceFirst("^(\\[[^]]*\\])*\\s*", "").split(" ")[0]).toList();
      assertTrue(loaded.contains("dev.cairn.cli.Cairn"), () -> "the log shows no classes");
      assertEquals(List.of(), loaded.stream().filter(CLASSES_OF_SOCKETS::contains).toList());
    }
  }

  private Launch demo(Object... more) throws IOException {
    Path input = BankFile.of(100).writeTo(folder.resolve("bank.csv"));
    return Launch.cairn(folder, "demo", "--input", input, "--no-halt").and(more);
  }

  private static Set<String> jars(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      Set<String> names = new TreeSet<>();
      files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".jar")).forEach(names::add);
      return names;
    }
  }

  private static String artifact(String jar) {
    return jar.replaceFirst("-\\d.*$", "");
  }
}
