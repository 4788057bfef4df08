package dev.cairn.cli;

import dev.cairn.cli.print.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The jars of an application. A folder of classes is packed, and a jar of Spring Boot contains other jars, which no
 * class loader of the JDK reads:
 *
 * <pre>
 *   FOLDER/...               packed as classes.jar
 *   BOOT-INF/classes/...     unpacked as classes.jar
 *   BOOT-INF/lib/NAME.jar    unpacked as NAME.jar
 * </pre>
 */
final class AppJars implements AutoCloseable {
  private static final String CLASSES = "BOOT-INF/classes/";
  private static final String LIBRARIES = "BOOT-INF/lib/";
  private static final String PACKED = "classes.jar";

  private final List<Path> given;
  private final List<Path> jars = new ArrayList<>();
  private final List<Path> folders = new ArrayList<>();
  private boolean nested;

  private AppJars(List<Path> given) {
    this.given = List.copyOf(given);
  }

  /** Packs folders and unpacks nested jars into temporary folders, which are deleted when this is closed. */
  static AppJars of(List<Path> given) {
    AppJars all = new AppJars(given);
    try {
      for (Path jar : given) {
        all.add(jar);
      }
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  /** What was given, for messages. */
  List<Path> given() {
    return given;
  }

  /** Every jar with classes. */
  List<Path> jars() {
    return jars;
  }

  /** Whether a jar contained nested jars; these are a class path, even if they are modules. */
  boolean hasNestedJars() {
    return nested;
  }

  private void add(Path jar) {
    if (Files.isDirectory(jar)) {
      pack(jar);
      return;
    }
    if (!Files.isRegularFile(jar)) {
      throw new CannotRun("There is no jar and no folder " + jar + ".");
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      if (file.getEntry(CLASSES) == null) {
        jars.add(jar);
      } else {
        unpack(file);
      }
    } catch (IOException e) {
      throw new CannotRun("The jar " + jar + " cannot be read: " + Failure.words(e) + ".");
    }
  }

  private void pack(Path classes) {
    try (Stream<Path> files = Files.walk(classes)) {
      Path packed = temporary().resolve(PACKED);
      jars.add(packed);
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(packed))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
          Files.copy(file, out);
        }
      }
    } catch (IOException e) {
      throw new CannotRun("The folder " + classes + " cannot be read: " + Failure.words(e) + ".");
    }
  }

  private Path temporary() throws IOException {
    Path folder = Files.createTempDirectory("cairn-app-");
    folders.add(folder);
    return folder;
  }

  private void unpack(JarFile file) throws IOException {
    nested = true;
    Path folder = temporary();
    Path classes = folder.resolve(PACKED);
    jars.add(classes);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(classes))) {
      for (JarEntry entry : file.stream().filter(each -> !each.isDirectory()).toList()) {
        try (InputStream bytes = file.getInputStream(entry)) {
          if (entry.getName().startsWith(CLASSES)) {
            out.putNextEntry(new ZipEntry(entry.getName().substring(CLASSES.length())));
            bytes.transferTo(out);
          } else if (entry.getName().startsWith(LIBRARIES)) {
            Path library = folder.resolve(Path.of(entry.getName()).getFileName());
            Files.copy(bytes, library);
            jars.add(library);
          }
        }
      }
    }
  }

  @Override
  public void close() {
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("The temporary folder " + folder + " cannot be deleted.", e);
      }
    }
  }
}
