package dev.cairn.impl.golden;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** One bit of one file of a store that is another one than it was. */
record Flip(String file, long offset, int bit) {

  /** A random bit of a random file whose name has that end. Larger files come more often, but small ones come too. */
  static Flip random(Path folder, String end, Random random) throws IOException {
    List<Path> files = files(folder).stream().filter(file -> file.toString().endsWith(end)).toList();
    double place = random.nextDouble() * files.stream().mapToDouble(Flip::weight).sum();
    int chosen = 0;
    while (chosen < files.size() - 1 && place >= weight(files.get(chosen))) {
      place -= weight(files.get(chosen++));
    }
    Path file = files.get(chosen);
    return new Flip(folder.relativize(file).toString(), random.nextLong(Files.size(file)), random.nextInt(Byte.SIZE));
  }

  private static double weight(Path file) {
    return Math.sqrt(file.toFile().length());
  }

  /** All but RocksDB's texts for people, which nothing reads. */
  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toFile().length() > 0 && !file.getFileName().toString().startsWith("LOG")).sorted()
          .toList();
    }
  }

  /** Flips it in a new copy of a folder. */
  void copied(Path from, Path to) throws IOException {
    copy(from, to);
    try (FileChannel channel = FileChannel.open(to.resolve(file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, offset);
      one.put(0, (byte) (one.get(0) ^ 1 << bit)).flip();
      channel.write(one, offset);
    }
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.sorted().toList()) {
        Files.copy(each, to.resolve(from.relativize(each)));
      }
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.delete(each);
      }
    }
  }
}
