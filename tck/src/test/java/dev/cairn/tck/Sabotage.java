package dev.cairn.tck;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Backends that each break one promise. Children make theirs again, so what lasts is a public class. */
final class Sabotage {
  private Sabotage() {}

  /** The rule that must catch it, the group of that rule, and the backend. */
  static Stream<Arguments> all() {
    return Stream.of(
        arguments("a2", "AppendRules", new Upsert()),
        arguments("a3", "AppendRules", new HalfCommit()),
        arguments("a4", "AppendRules", new NeighboursFall()),
        arguments("i1", "IsolationRules", new PrefixPurge()),
        arguments("i4", "IsolationRules", new JoinedKey()),
        arguments("l6", "LogRules", new LaggingLog()),
        arguments("l6", "LogRules", new HorizonTooFar()),
        arguments("l8", "LogRules", new PositionReissued()),
        arguments("o1", "OpeningRules", new SameGeneration()),
        arguments("o7", "OpeningRules", new HeldForEver()),
        arguments("o8", "OpeningRules", new LateWrite()),
        arguments("r5", "ReadRules", new SkipsAtPageBorders()),
        arguments("r12", "ReadRules", new BeginsWithTheStreamBefore()),
        arguments("r13", "ReadRules", new MomentThatGoesOn()),
        arguments("r14", "ReadRules", new MomentThatGoesOn()),
        arguments("c7", "ConcurrencyRules", new MomentThatGoesOn()),
        arguments("s1", "RetentionRules", new SnapshotWithoutHead()),
        arguments("s4", "RetentionRules", new DeletesAboveTheSnapshot()),
        arguments("m1", "ModelRules", new DeletesAboveTheSnapshot()),
        arguments("k1", "KillRules", new AcknowledgesBeforeWriting()),
        arguments("p1", "PowerRules", new LostSync()),
        arguments("p2", "PowerRules", new LostSync()),
        arguments("p3", "PowerRules", new LostSync()),
        arguments("d1", "DiskRules", new SwallowedDiskFull()),
        arguments("h1", "HangRules", new ReadersWaitForTheDisk()),
        arguments("h2", "HangRules", new FreeBeforeTheCommitEnded()));
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
}
