package dev.cairn.impl;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a child is started that knows what this JVM knows. */
public final class ChildPath {
  private ChildPath() {}

  /** The command that runs a program in a small JVM, with the texts of its arguments. */
  public static List<String> command(Class<?> program, Object... arguments) {
    List<String> java = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dkryo.unsafe=false", "--enable-native-access=ALL-UNNAMED",
        "-cp", ofThisJvm(), program.getName());
    return Stream.concat(java.stream(), Stream.of(arguments).map(Object::toString)).toList();
  }

  /** Whatever this JVM has on its paths, and the folders of its classes and their tests. */
  public static String ofThisJvm() {
    Path tests = Path.of(own()).getParent();
    for (int up = ChildPath.class.getPackageName().split("\\.").length; up > 0; up--) {
      tests = tests.getParent();
    }
    List<String> paths = List.of(tests.toString(), System.getProperty("jdk.module.path", ""),
        System.getProperty("java.class.path", ""));
    return paths.stream().flatMap(path -> Stream.of(path.split(File.pathSeparator))).filter(path -> !path.isEmpty())
        .distinct().collect(Collectors.joining(File.pathSeparator));
  }

  private static URI own() {
    try {
      return ChildPath.class.getResource("ChildPath.class").toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
