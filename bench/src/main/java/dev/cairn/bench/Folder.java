package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** A temporary folder that is deleted with its content. */
final class Folder implements AutoCloseable {
  private final Path path;

  Folder(Path parent) throws IOException {
    path = Files.createTempDirectory(parent, "cairn-bench-");
  }

  Path path() {
    return path;
  }

  long bytes() throws IOException {
    long sum = 0;
    for (Path each : content()) {
      sum += Files.isRegularFile(each) ? Files.size(each) : 0;
    }
    return sum;
  }

  @Override
  public void close() throws IOException {
    for (Path each : content()) {
      Files.delete(each);
    }
  }

  private List<Path> content() throws IOException {
    try (var all = Files.walk(path)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
