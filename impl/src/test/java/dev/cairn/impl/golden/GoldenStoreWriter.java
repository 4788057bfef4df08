package dev.cairn.impl.golden;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.StoreInspector;
import dev.cairn.impl.golden.GoldenStores.Golden;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes golden stores, as the README beside them says. The first argument is {@code write} with a working folder and
 * the folder for the results; or {@code fill}, as which it calls itself for those that are killed.
 */
final class GoldenStoreWriter {
  private static final int LATER_THAN_1980 = 1_767_225_600;
  private static final int KILLED = 128 + 9;

  private GoldenStoreWriter() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("fill")) {
      fill(new Golden("", args[1], Boolean.parseBoolean(args[2]), Boolean.parseBoolean(args[3])), Path.of(args[4]));
      return;
    }
    for (String backend : List.of("sqlite", "rocksdb")) {
      for (Golden golden : GoldenStores.of("", backend)) {
        write(golden, Path.of(args[1]).resolve(golden.file()), Path.of(args[2]));
      }
    }
  }

  static ActorSystem open(Golden golden, Path data) {
    ActorSystem.Builder builder = ActorSystem.builder().data(data).backend(golden.backend());
    golden.ring().ifPresent(builder::keys);
    return builder.open();
  }

  static StoreInspector inspect(Golden golden, Path data) {
    return golden.ring().map(ring -> StoreInspector.open(data, ring)).orElseGet(() -> StoreInspector.open(data));
  }

  private static void fill(Golden golden, Path data) throws InterruptedException {
    try (ActorSystem system = open(golden, data)) {
      Scene.begin(system);
    }
    try (ActorSystem system = open(golden, data)) {
      Scene.goOn(system);
      if (golden.killed()) {
        new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid())).start().waitFor();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Golden golden, Path data, Path results) throws IOException, InterruptedException {
    int exit = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
        System.getProperty("java.class.path"), "--enable-native-access=ALL-UNNAMED", "-Dkryo.unsafe=false",
        GoldenStoreWriter.class.getName(), "fill", golden.backend(), Boolean.toString(golden.sealed()),
        Boolean.toString(golden.killed()), data.toString()).inheritIO().start().waitFor();
    if (exit != (golden.killed() ? KILLED : 0)) {
      throw new IllegalStateException(golden + " ended with " + exit);
    }
    Files.createDirectories(results);
    pack(data, results.resolve(golden.file() + ".zip"));
    try (StoreInspector inspector = inspect(golden, data)) {
      Files.write(results.resolve(golden.file() + ".txt"), Reading.lines(Reading.of(inspector)));
    }
    try (ActorSystem system = open(golden, data)) {
      Path text = results.resolve(golden.file() + ".txt");
      Files.write(text, Reading.lines(Reading.of(system)), StandardOpenOption.APPEND);
    }
  }

  /** Leaves out what is for people, and would tell of the machine. */
  private static void pack(Path data, Path zip) throws IOException {
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file);
        Stream<Path> files = Files.walk(data)) {
      for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = data.relativize(each).toString();
        if (!name.equals("lock.holder") && !each.getFileName().toString().startsWith("LOG")) {
          ZipEntry entry = new ZipEntry(name);
          entry.setTime(LATER_THAN_1980 * 1000L);
          out.putNextEntry(entry);
          out.write(Files.readAllBytes(each));
        }
      }
    }
  }
}
