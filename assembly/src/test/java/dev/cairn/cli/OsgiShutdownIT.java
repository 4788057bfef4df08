package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.cli.child.WritesWhileItStops;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A framework that is told to end stops its bundles, and what they write while they stop is stored. */
final class OsgiShutdownIT {

  @TempDir
  private Path folder;

  @Test
  void a_bundle_writes_while_it_stops_since_nobody_else_closes_its_system() throws IOException {
    try (Child framework = Launch.cairn(folder, "osgi", "--backend", "sqlite", bundle()).start()) {
      framework.await("open");
      assertEquals("stopped after 100", framework.terminate().out().getLast());
    }
    var events = Launch.cairn(folder, "events", "cairn-data", "1", "--json").run().done().json();
    assertEquals(100, events.size());
  }

  private Path bundle() throws IOException {
    var manifest = new Manifest();
    Map.of("Manifest-Version", "1.0", "Bundle-ManifestVersion", "2", "Bundle-SymbolicName", "late", "Bundle-Activator",
        WritesWhileItStops.class.getName(), "Import-Package", "dev.cairn.api,org.osgi.framework")
        .forEach(manifest.getMainAttributes()::putValue);
    Path jar = folder.resolve("late.jar");
    try (OutputStream file = Files.newOutputStream(jar); var out = new JarOutputStream(file, manifest)) {
      for (Path type : types()) {
        out.putNextEntry(new JarEntry(Distribution.programs().relativize(type).toString()));
        Files.copy(type, out);
      }
    }
    return jar;
  }

  private static List<Path> types() throws IOException {
    Path all = Distribution.programs().resolve(WritesWhileItStops.class.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(all)) {
      return files.filter(file -> file.getFileName().toString().startsWith(WritesWhileItStops.class.getSimpleName()))
          .toList();
    }
  }
}
