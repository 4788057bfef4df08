package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The backend of {@code examples/third-party-backend}, compiled against the built jar of the spi and nothing else. */
final class StrangersJar {
  private static final Path PROJECT =
      Path.of(System.getProperty("cairn.root")).resolve("examples/third-party-backend/src/main");

  private StrangersJar() {}

  static Path build(Path folder) throws IOException {
    return build(folder, "", "");
  }

  /** Builds it with one thing replaced by another in its sources. */
  static Path build(Path folder, String original, String replacement) throws IOException {
    Path sources = folder.resolve("sources");
    Path classes = folder.resolve("classes");
    var arguments = new ArrayList<>(List.of("-Xlint:all", "--release", "21", "-p",
        Distribution.built().modules().toString(), "-d", classes.toString()));
    for (Path source : files(PROJECT.resolve("java"))) {
      Path copy = sources.resolve(PROJECT.relativize(source).toString());
      Files.createDirectories(copy.getParent());
      Files.writeString(copy, Files.readString(source).replace(original, replacement));
      arguments.add(copy.toString());
    }
    var said = new StringWriter();
    var out = new PrintWriter(said);
    int code = ToolProvider.findFirst("javac").orElseThrow().run(out, out, arguments.toArray(String[]::new));
    assertEquals(0, code, said::toString);
    return pack(folder.resolve("filelog-backend-1.0.0.jar"), List.of(classes, PROJECT.resolve("resources")));
  }

  private static Path pack(Path jar, List<Path> folders) throws IOException {
    try (InputStream headers = Files.newInputStream(PROJECT.resolve("bundle/MANIFEST.MF"));
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, new Manifest(headers))) {
      for (Path folder : folders) {
        for (Path each : files(folder)) {
          out.putNextEntry(new ZipEntry(folder.relativize(each).toString()));
          Files.copy(each, out);
        }
      }
    }
    return jar;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
