package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.cli.child.BackendsInFelix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad neighbours among the bundles: each is told once, and the good backend works. */
final class OsgiNeighboursIT {

  @TempDir
  private Path folder;

  @Test
  void a_backend_works_beside_all_bad_neighbours() throws IOException {
    List<Path> bad = List.of(
        neighbour("silent", "public String name() { return null; }").jar(folder),
        neighbour("throwing", "public String name() { throw new IllegalStateException(\"no name today\"); }")
            .jar(folder),
        neighbour("sqlite2", "public String name() { return \"sqlite\"; }").jar(folder),
        neighbour("unborn", "{ if (true) throw new IllegalStateException(\"not born\"); } "
            + "public String name() { return \"unborn\"; }").jar(folder),
        neighbour("newer", "public String name() { return \"newer\"; }").forNewerJava().jar(folder),
        neighbour("classless", "public String name() { return \"classless\"; }").namingNoClass().jar(folder),
        Files.writeString(folder.resolve("nojar.jar"), "no jar"));
    var said = OsgiIT.inFelix(folder, BackendsInFelix.class).and(folder, bad.size())
        .and(Distribution.built().bundles().toArray()).and(bad.toArray()).run().done().out();
    assertProblem("its name 'null'", said);
    assertProblem("no name today", said);
    assertProblem("the name 'sqlite' is taken by", said);
    assertProblem("not born", said);
    assertProblem("newer/Provider", said);
    assertProblem("classless.Missing", said);
    assertProblem("nojar.jar", said);
    assertEquals("sqlite kept", said.getLast());
  }

  private Neighbour neighbour(String name, String members) throws IOException {
    return Neighbour.compile(folder, name, members);
  }

  /** Once, beside what the framework's own log may say. */
  private static void assertProblem(String words, List<String> said) {
    assertEquals(1, said.stream().filter(line -> line.contains(words) && !line.startsWith("ERROR: Bundle ")).count(),
        () -> words + ": " + said);
  }
}
