package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/** A backend that somebody made, compiled from a few lines: as a module, and as a bundle. */
record Neighbour(String name, Path classes) {
  private static final String SERVICES = "META-INF/services/dev.cairn.spi.BackendProvider";
  private static final String REGISTRAR =
      "osgi.extender;filter:=\"(osgi.extender=osgi.serviceloader.registrar)\"";
  private static final String CLOSING = "  public dev.cairn.spi.Backend open(dev.cairn.spi.BackendConfig config) {\n"
      + "    throw new IllegalStateException();\n  }\n}\n";

  /** Compiles a provider with these members beside {@code open}, which throws. */
  static Neighbour compile(Path folder, String name, String members) throws IOException {
    Path source = Files.createDirectories(folder.resolve("source").resolve(name));
    Path module = Files.writeString(source.resolve("module-info.java"), "module " + name
        + " { requires dev.cairn.spi; provides dev.cairn.spi.BackendProvider with " + name + ".Provider; }");
    Path type = Files.writeString(Files.createDirectory(source.resolve(name)).resolve("Provider.java"), "package "
        + name + ";\npublic class Provider implements dev.cairn.spi.BackendProvider {\n" + members + "\n" + CLOSING);
    Path classes = folder.resolve("classes").resolve(name);
    run("javac", "-p", Distribution.built().modules().toString(), "-d", classes.toString(), module.toString(),
        type.toString());
    Files.createDirectories(classes.resolve(SERVICES).getParent());
    Files.writeString(classes.resolve(SERVICES), name + ".Provider\n");
    return new Neighbour(name, classes);
  }

  /** Raises the version of the class file beyond what any JVM reads. */
  Neighbour forNewerJava() throws IOException {
    Path provider = provider();
    byte[] bytes = Files.readAllBytes(provider);
    bytes[7] = (byte) 200; // the major version
    Files.write(provider, bytes);
    return this;
  }

  /** Lets the services file name a class that is not there. */
  Neighbour namingNoClass() throws IOException {
    Files.writeString(classes.resolve(SERVICES), name + ".Missing\n");
    return this;
  }

  /** Packs it into a folder; the manifest makes a bundle of it as well. */
  Path jar(Path folder) throws IOException {
    String capability = "osgi.serviceloader;osgi.serviceloader=\"dev.cairn.spi.BackendProvider\"";
    Path manifest = Files.writeString(classes.resolveSibling(name + ".mf"),
        "Bundle-ManifestVersion: 2\nBundle-SymbolicName: " + name + "\nImport-Package: dev.cairn.spi\n"
            + "Provide-Capability: " + capability + "\nRequire-Capability: " + REGISTRAR + "\n");
    Path jar = Files.createDirectories(folder).resolve(name + ".jar");
    run("jar", "--create", "--file", jar.toString(), "--manifest", manifest.toString(), "-C", classes.toString(), ".");
    return jar;
  }

  private Path provider() {
    return classes.resolve(name).resolve("Provider.class");
  }

  private static void run(String tool, String... arguments) {
    var said = new StringWriter();
    int code = ToolProvider.findFirst(tool).orElseThrow().run(new PrintWriter(said), new PrintWriter(said), arguments);
    assertEquals(0, code, said::toString);
  }
}
