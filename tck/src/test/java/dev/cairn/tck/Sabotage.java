package dev.cairn.tck;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Backends that each break one promise. Children make theirs again, so what lasts is a public class. */
final class Sabotage {
  private Sabotage() {}

  static Stream<Broken> all() {
    return Stream.of(memory(), disk(), SabotagedCommits.all(), SabotagedReads.all(), SabotagedOpenings.all(),
        SabotagedOpenings.openings(), SabotagedWriters.all()).flatMap(each -> each);
  }

  private static Stream<Broken> memory() {
    return Stream.of(
        new Broken("a2", "appends whatever is expected", new Upsert()),
        new Broken("a3", "stores half of a commit that is too large", new HalfCommit()),
        new Broken("a4", "refuses what comes after a refused commit", new NeighboursFall()),
        new Broken("i1", "purges what begins alike", new PrefixPurge()),
        new Broken("i2", "purges what begins alike", new PrefixPurge()),
        new Broken("i4", "joins the parts of a key with a point", new JoinedKey()),
        new Broken("i6", "purges what begins alike", new PrefixPurge()),
        new Broken("l6", "has a log that lags", new LaggingLog()),
        new Broken("l6", "has a horizon that is too far", new HorizonTooFar()),
        new Broken("l7", "skips an event where a page ends", new SkipsAtPageBorders()),
        new Broken("l8", "gives a position again", new PositionReissued()),
        new Broken("m1", "deletes an event above the snapshot", new DeletesAboveTheSnapshot()),
        new Broken("o1", "has one generation", new SameGeneration()),
        new Broken("o7", "holds its location for ever", new HeldForEver()),
        new Broken("o8", "takes a late write", new LateWrite()),
        new Broken("r5", "skips an event where a page ends", new SkipsAtPageBorders()),
        new Broken("r12", "begins a list with the stream before", new BeginsWithTheStreamBefore()),
        new Broken("r13", "lets a point in time go on", new MomentThatGoesOn()),
        new Broken("r14", "lets a point in time go on", new MomentThatGoesOn()),
        new Broken("s1", "has a snapshot that no head tells", new SnapshotWithoutHead()),
        new Broken("s4", "deletes an event above the snapshot", new DeletesAboveTheSnapshot()));
  }

  private static Stream<Broken> disk() {
    return Stream.of(
        new Broken("d1", "swallows that the disk is full", new SwallowedDiskFull()),
        new Broken("d2", "swallows that the file is too large", new SwallowedDiskFull()),
        new Broken("d3", "goes on in memory", new GoesOnInMemory()),
        new Broken("d4", "makes room for itself", new MakesRoom()),
        new Broken("h1", "lets readers wait for the disk", new ReadersWaitForTheDisk()),
        new Broken("h2", "is free before the commit ended", new FreeBeforeTheCommitEnded()),
        new Broken("k1", "acknowledges before it writes", new AcknowledgesBeforeWriting()),
        new Broken("k2", "acknowledges before it writes", new AcknowledgesBeforeWriting()),
        new Broken("k3", "opens another location where one is held", new OpensElsewhere()),
        new Broken("p1", "never syncs", new LostSync()),
        new Broken("p2", "never syncs", new LostSync()),
        new Broken("p3", "never syncs", new LostSync()));
  }

  /** Keeps every rule, and says that it has no log over all streams. */
  static class WithoutLog extends CardboardProvider {
    @Override
    BackendInfo.Builder claim(BackendInfo.Builder info) {
      return info.withoutGlobalLog();
    }
  }

  static class Upsert extends CardboardProvider {
    @Override
    boolean accepts(long expectedLast, long actualLast) {
      return true;
    }
  }

  static class HalfCommit extends CardboardProvider {
    @Override
    boolean checksSizesBeforeStoring() {
      return false;
    }
  }

  static class NeighboursFall extends CardboardProvider {
    @Override
    boolean goesOn(List<CommitResult> results) {
      return results.stream().allMatch(result -> result instanceof CommitResult.Stored);
    }
  }

  static class PrefixPurge extends CardboardProvider {
    @Override
    boolean purgeReaches(String purged, String other) {
      return other.startsWith(purged);
    }
  }

  static class JoinedKey extends CardboardProvider {
    @Override
    String streamName(StreamKey key) {
      return key.store() + "." + key.type() + "." + key.id();
    }
  }

  static class LaggingLog extends CardboardProvider {
    @Override
    long hiddenFromTheLog() {
      return 1;
    }
  }

  static class HorizonTooFar extends CardboardProvider {
    @Override
    Position horizon(Position newest) {
      return newest.generation() == 0 ? newest : new Position(newest.generation(), newest.offset() + 1);
    }
  }

  static class PositionReissued extends CardboardProvider {
    @Override
    long generationOfPositions(long generation) {
      return 1;
    }

    @Override
    void opened(CardboardBackend.Box box) {
      box.newest = box.log.isEmpty() ? Position.START : box.log.get(box.log.size() - 1).position();
    }
  }

  static class SameGeneration extends CardboardProvider {
    @Override
    long nextGeneration(long newest) {
      return 1;
    }
  }

  static class HeldForEver extends CardboardProvider {
    @Override
    void release(CardboardBackend.Box box) {}
  }

  static class LateWrite extends CardboardProvider {
    @Override
    boolean isLate(long epoch, long generation) {
      return epoch > generation;
    }
  }

  static class SkipsAtPageBorders extends CardboardProvider {
    @Override
    List<StoredEvent> read(List<StoredEvent> events) {
      return IntStream.range(0, events.size()).filter(at -> at % 1000 != 999).mapToObj(events::get).toList();
    }
  }

  static class BeginsWithTheStreamBefore extends CardboardProvider {
    @Override
    boolean follows(int comparison) {
      return comparison >= 0;
    }
  }

  static class MomentThatGoesOn extends CardboardProvider {
    @Override
    CardboardBackend.Box asOfNow(CardboardBackend.Box box) {
      return box;
    }
  }

  static class SnapshotWithoutHead extends CardboardProvider {
    @Override
    StreamHead told(StreamHead head) {
      return new StreamHead(head.stream(), head.last(), head.purgedThrough(), head.purgedThrough(), List.of());
    }
  }

  static class DeletesAboveTheSnapshot extends CardboardProvider {
    @Override
    long deletable(long deleteThrough, long oldestSnapshot) {
      return Math.min(deleteThrough, oldestSnapshot + 1);
    }
  }

  /** Never syncs, so that power takes what it acknowledged. */
  public static class LostSync extends PaperProvider {
    @Override
    void sync(FileChannel channel) {}
  }

  /** Keeps a few entries to itself, so that they die with the process. */
  public static class AcknowledgesBeforeWriting extends PaperProvider {
    private final List<ByteBuffer> kept = new ArrayList<>();

    @Override
    void write(FileChannel channel, ByteBuffer entry) throws IOException {
      kept.add(entry);
      while (kept.size() > 5) {
        super.write(channel, kept.remove(0));
      }
    }
  }

  public static class SwallowedDiskFull extends PaperProvider {
    @Override
    void write(FileChannel channel, ByteBuffer entry) {
      try {
        super.write(channel, entry);
      } catch (IOException e) {
        // swallowed: that is the sabotage
      }
    }
  }

  public static class ReadersWaitForTheDisk extends PaperProvider {
    @Override
    Object readersMonitor(PaperBackend backend) {
      return backend;
    }
  }

  public static class FreeBeforeTheCommitEnded extends PaperProvider {
    @Override
    void close(PaperBackend backend) {
      backend.closeAtOnce();
    }
  }

  public static class GoesOnInMemory extends PaperProvider {
    @Override
    public Backend open(BackendConfig config) {
      try {
        return super.open(config);
      } catch (BackendException e) {
        return new CardboardProvider().open(at(config.location()));
      }
    }
  }

  public static class OpensElsewhere extends PaperProvider {
    @Override
    public Backend open(BackendConfig config) {
      try {
        return super.open(config);
      } catch (BackendException.Locked e) {
        return super.open(at(config.location().resolveSibling("elsewhere")));
      }
    }
  }

  public static class MakesRoom extends PaperProvider {
    @Override
    public Backend open(BackendConfig config) {
      try {
        Path parent = config.location().getParent();
        if (Files.isRegularFile(parent)) {
          Files.delete(parent);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return super.open(config);
    }
  }

  private static BackendConfig at(Path location) {
    return new BackendConfig(location, BackendConfig.Mode.CREATE, Optional.empty(), Map.of());
  }
}
