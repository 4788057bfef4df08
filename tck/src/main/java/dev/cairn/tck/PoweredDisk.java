package dev.cairn.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A disk as a trace left it at some moment. After a loss of power the synced bytes of a file are there, and any part of
 * the later writes. Names are taken to be there at once.
 */
final class PoweredDisk {

  private static final class Contents {
    byte[] synced = {};
    final List<DiskOperation> unsynced = new ArrayList<>();

    byte[] after(List<DiskOperation> operations) {
      byte[] bytes = synced;
      for (DiskOperation each : operations) {
        if (each.kind() == 't') {
          bytes = Arrays.copyOf(bytes, Math.toIntExact(each.offset()));
        } else {
          int end = Math.toIntExact(each.offset() + each.bytes().length);
          bytes = Arrays.copyOf(bytes, Math.max(bytes.length, end));
          System.arraycopy(each.bytes(), 0, bytes, Math.toIntExact(each.offset()), each.bytes().length);
        }
      }
      return bytes;
    }

    /** The synced bytes and some unsynced operations, in order; of some writes only the first half. */
    byte[] torn(SplittableRandom random) {
      List<DiskOperation> some = new ArrayList<>();
      for (DiskOperation each : unsynced) {
        switch (random.nextInt(each.kind() == 't' ? 2 : 3)) {
          case 0 -> some.add(each);
          case 2 -> some.add(new DiskOperation('w', each.inode(), each.offset(),
              Arrays.copyOf(each.bytes(), each.bytes().length / 2)));
          default -> {
            // lost
          }
        }
      }
      return after(some);
    }
  }

  private final Map<Long, Contents> files = new HashMap<>();
  private final Map<String, Long> names = new TreeMap<>();

  void apply(DiskOperation operation) {
    switch (operation.kind()) {
      case 'c' -> {
        files.put(operation.inode(), new Contents());
        names.put(operation.path(), operation.inode());
      }
      case 's' -> {
        Contents file = contents(operation);
        file.synced = file.after(file.unsynced);
        file.unsynced.clear();
      }
      case 'r' -> rename(operation.firstPath(), operation.secondPath());
      case 'l' -> names.put(operation.secondPath(), operation.inode());
      case 'u' -> names.remove(operation.path());
      default -> contents(operation).unsynced.add(operation);
    }
  }

  private Contents contents(DiskOperation operation) {
    return files.computeIfAbsent(operation.inode(), inode -> new Contents());
  }

  private void rename(String from, String to) {
    Map<String, Long> moved = new TreeMap<>();
    names.forEach((name, inode) -> {
      if (name.equals(from) || name.startsWith(from + "/")) {
        moved.put(to + name.substring(from.length()), inode);
      }
    });
    names.keySet().removeIf(name -> name.equals(from) || name.startsWith(from + "/"));
    names.putAll(moved);
  }

  /** Whether the operation is on the file that has, or gets, this name. */
  boolean concerns(DiskOperation operation, Path file) {
    Long inode = names.get(file.toString());
    return operation.kind() == 'c' ? operation.path().equals(file.toString())
        : inode != null && inode == operation.inode();
  }

  /** Writes the files of a folder as they are once the power is back, with synced bytes only. */
  void writeSynced(Path folder, Path target) throws IOException {
    for (Map.Entry<String, Long> name : names.entrySet()) {
      write(folder, name.getKey(), files.get(name.getValue()).synced, target);
    }
  }

  /** Writes the files of a folder as they may be once the power is back: with a part of the unsynced operations. */
  void writeTorn(Path folder, Path target, SplittableRandom random) throws IOException {
    for (Map.Entry<String, Long> name : names.entrySet()) {
      write(folder, name.getKey(), files.get(name.getValue()).torn(random), target);
    }
  }

  private static void write(Path folder, String name, byte[] bytes, Path target) throws IOException {
    Path file = Path.of(name);
    if (file.startsWith(folder)) {
      Path copy = target.resolve(folder.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.write(copy, bytes);
    }
  }
}
