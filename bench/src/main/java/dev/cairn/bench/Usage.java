package dev.cairn.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What this process holds: bytes of the heap after a collection, bytes of memory in all, open files, platform threads.
 */
record Usage(long heap, long resident, long files, long threads) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int COLLECTIONS = 3;
  private static final long MIB = 1 << 20;

  static Usage now() throws IOException {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return new Usage(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), residentBytes(),
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getOpenFileDescriptorCount() : 0,
        ManagementFactory.getThreadMXBean().getThreadCount());
  }

  private static long residentBytes() throws IOException {
    if (!Files.exists(STATUS)) {
      return 0;
    }
    return Files.readAllLines(STATUS).stream().filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).sum();
  }

  /** The higher figure of each kind. */
  Usage highest(Usage other) {
    return new Usage(Math.max(heap, other.heap), Math.max(resident, other.resident), Math.max(files, other.files),
        Math.max(threads, other.threads));
  }

  /** What has grown since another time, beyond what comes and goes. */
  List<String> grownSince(Usage then) {
    return Stream.of(grown("heap after a collection", heap / MIB, then.heap / MIB, 8 + then.heap / MIB / 4),
        grown("memory of the process", resident / MIB, then.resident / MIB, 32 + then.resident / MIB / 4),
        grown("open files", files, then.files, 16), grown("threads", threads, then.threads, 8))
        .flatMap(Optional::stream).toList();
  }

  private static Optional<String> grown(String what, long now, long then, long most) {
    return now - then <= most
        ? Optional.empty()
        : Optional.of(String.format(Locale.ROOT, "%s: %,d, and at most %,d before", what, now, then));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "heap after a collection %,5d MiB, resident %,5d MiB, %3d files, %3d threads",
        heap / MIB, resident / MIB, files, threads);
  }
}
