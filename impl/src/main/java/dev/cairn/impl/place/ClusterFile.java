package dev.cairn.impl.place;

import dev.cairn.impl.json.JsonText;
import dev.cairn.spi.Placement;
import dev.cairn.spi.Placement.Member;
import dev.cairn.spi.PlacementConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What this process knows of the cluster, in its folder, for {@code cairn cluster}. Written anew every two seconds, so
 * that a tool needs no port, and its age tells whether the process lives. A file that cannot be written is left out.
 */
public final class ClusterFile implements AutoCloseable {
  static final String NAME = "cluster.json";
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Path file;
  private final PlacementConfig config;
  private final Placement placement;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread writer;

  private ClusterFile(Path data, PlacementConfig config, Placement placement) {
    this.file = data.resolve(NAME);
    this.config = config;
    this.placement = placement;
    this.writer = Thread.ofVirtual().name("cairn-cluster-file").unstarted(this::writeUntilClosed);
  }

  /** Begins to write; ends, and takes the file away, with {@link #close}. */
  public static ClusterFile start(Path data, PlacementConfig config, Placement placement) {
    var file = new ClusterFile(data, config, placement);
    file.writer.start();
    return file;
  }

  private void writeUntilClosed() {
    try {
      do {
        write();
      } while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    Path fresh = file.resolveSibling(NAME + ".new");
    try {
      Files.writeString(fresh, json());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // the next one may work; the age of the file says how old it is
    }
  }

  private String json() {
    return "{\"time\":" + JsonText.quoted(Instant.now().toString()) + ",\"cluster\":"
        + JsonText.quoted(config.cluster()) + ",\"slices\":"
        + config.slices() + ",\"members\":["
        + placement.members().stream().map(ClusterFile::json).collect(Collectors.joining(",")) + "]}\n";
  }

  private static String json(Member member) {
    return "{\"address\":" + JsonText.quoted(member.address()) + ",\"status\":" + JsonText.quoted(member.status())
        + ",\"reachable\":"
        + member.reachable() + ",\"slices\":["
        + member.slices().stream().map(Object::toString).collect(Collectors.joining(",")) + "]}";
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      writer.join();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // its age tells that nobody writes it any more
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
