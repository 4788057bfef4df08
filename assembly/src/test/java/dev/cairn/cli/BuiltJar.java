package dev.cairn.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/** A jar as the build left it: its module descriptor, its manifest and its services, read without loading a class. */
record BuiltJar(Path path, ModuleDescriptor module) {

  private static final String SERVICES = "META-INF/services/";

  /** Each jar of the house, found in the target folders below the root of the build. */
  static List<BuiltJar> all() {
    String ending = "-" + System.getProperty("cairn.version") + ".jar";
    try (var files = Files.find(Path.of(System.getProperty("cairn.root")), 4, (file, attributes) -> {
      String name = file.getFileName().toString();
      return file.getParent().endsWith("target") && name.startsWith("cairn") && name.endsWith(ending);
    })) {
      return files.sorted().map(BuiltJar::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BuiltJar of(Path path) {
    return new BuiltJar(path, ModuleFinder.of(path).findAll().iterator().next().descriptor());
  }

  String name() {
    return module.name();
  }

  boolean isBackend() { return name().startsWith("dev.cairn.backend."); }

  /** The modules of the house that this one requires. */
  Set<String> requiresOfOurs() {
    return module.requires().stream().map(Requires::name).filter(name -> name.startsWith("dev.cairn."))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Set<String> exports() {
    return module.exports().stream().map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Map<String, Set<String>> provides() {
    var provides = new TreeMap<String, Set<String>>();
    module.provides().forEach(p -> provides.put(p.service(), new TreeSet<>(p.providers())));
    return provides;
  }

  /** The packages in Export-Package, without their attributes and directives. */
  Set<String> exportedPackages() {
    try (var jar = new JarFile(path.toFile())) {
      String header = jar.getManifest().getMainAttributes().getValue("Export-Package");
      if (header == null) {
        return Set.of();
      }
      return Arrays.stream(header.replaceAll("\"[^\"]*\"", "").split(",")).map(clause -> clause.split(";")[0].strip())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of META-INF/services: each service with its providers. */
  Map<String, Set<String>> services() {
    try (var jar = new JarFile(path.toFile())) {
      var services = new TreeMap<String, Set<String>>();
      for (ZipEntry entry : jar.stream().filter(e -> e.getName().startsWith(SERVICES) && !e.isDirectory()).toList()) {
        String text = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        services.put(entry.getName().substring(SERVICES.length()),
            text.lines().map(line -> line.replaceAll("#.*", "").strip()).filter(line -> !line.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new)));
      }
      return services;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the sign of a package says {@code @NullMarked}: the annotation's name is then in its constant pool. */
  boolean isNullMarked(String packageName) {
    try (var jar = new JarFile(path.toFile())) {
      var sign = jar.getEntry(packageName.replace('.', '/') + "/package-info.class");
      return sign != null && new String(jar.getInputStream(sign).readAllBytes(), StandardCharsets.ISO_8859_1)
          .contains("Lorg/jspecify/annotations/NullMarked;");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
