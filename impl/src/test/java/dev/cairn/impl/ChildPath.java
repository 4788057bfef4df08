package dev.cairn.impl;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The class path of a child that knows what this JVM knows. */
public final class ChildPath {
  private ChildPath() {}

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
