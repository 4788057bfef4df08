package dev.cairn.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The machine of the figures. Absolute figures say more about the machine than about Cairn. */
record Machine(String system, int cores, String jvm, String disk, double load, double forceMicros) {
  private static final int FORCES = 500;

  static Machine measured(Path work) throws IOException {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.version");
    String jvm = System.getProperty("java.vm.name") + " " + Runtime.version();
    String disk = Files.getFileStore(work).type();
    if (disk.equals("tmpfs")) {
      throw new IllegalStateException(work + " is in memory: run from a folder on a disk.");
    }
    return new Machine(system, Runtime.getRuntime().availableProcessors(), jvm, disk, loadNow(), forceMicros(work));
  }

  static double loadNow() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static double forceMicros(Path work) throws IOException {
    try (var folder = new Folder(work);
        var file = FileChannel.open(folder.path().resolve("force"), StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      long[] nanos = new long[FORCES];
      for (int i = 0; i < FORCES; i++) {
        nanos[i] = force(file);
      }
      Arrays.sort(nanos);
      return nanos[FORCES / 2] / 1e3;
    }
  }

  private static long force(FileChannel file) throws IOException {
    long begun = System.nanoTime();
    file.write(ByteBuffer.allocate(128));
    file.force(false);
    return System.nanoTime() - begun;
  }

  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("system", system);
    fields.put("cores", cores);
    fields.put("jvm", jvm);
    fields.put("disk", disk);
    fields.put("load_before", load);
    fields.put("force_micros_p50", forceMicros);
    return fields;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s, %d cores, load %.2f, %s%n%s: force(false) after 128 bytes p50 %.0f us",
        system,
        cores, load, jvm, disk, forceMicros);
  }
}
