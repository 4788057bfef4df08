package dev.cairn.tck;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A library between a child and its disk, compiled from {@code disk.c} when a rule runs. Linux with a C compiler only.
 */
final class DiskShim {
  private final Path library;

  private DiskShim(Path library) {
    this.library = library;
  }

  /** Compiles it into a folder; null if that is not possible. */
  static @Nullable DiskShim compile(Path folder) {
    Path source = folder.resolve("disk.c");
    Path library = folder.resolve("disk.so");
    try (InputStream resource = Objects.requireNonNull(DiskShim.class.getResourceAsStream("disk.c"))) {
      if (!System.getProperty("os.name").equals("Linux")) {
        return null;
      }
      Files.copy(resource, source, StandardCopyOption.REPLACE_EXISTING);
      Process compiler = new ProcessBuilder("cc", "-O2", "-shared", "-fPIC", "-o", library.toString(),
          source.toString(), "-ldl", "-lpthread").redirectErrorStream(true).start();
      compiler.getInputStream().readAllBytes();
      return compiler.waitFor() == 0 ? new DiskShim(library) : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The environment of a child whose changes below a folder are appended to a trace. */
  Map<String, String> tracing(Path root, Path trace) {
    return below(root, "CAIRN_DISK_TRACE", trace);
  }

  /** The environment of a child whose syncs below a folder hang while a file exists. */
  Map<String, String> hangingWhile(Path root, Path file) {
    return below(root, "CAIRN_DISK_HANG", file);
  }

  private Map<String, String> below(Path root, String variable, Path file) {
    Map<String, String> environment = new HashMap<>();
    environment.put("LD_PRELOAD", library.toString());
    environment.put("CAIRN_DISK_ROOT", root.toString());
    environment.put(variable, file.toString());
    return environment;
  }
}
