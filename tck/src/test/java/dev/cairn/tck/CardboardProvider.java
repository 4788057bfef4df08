package dev.cairn.tck;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Durability;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens the smallest backend that keeps every rule, so that a subclass can break exactly one. */
class CardboardProvider implements BackendProvider {
  private final Map<Path, CardboardBackend.Box> boxes = new HashMap<>();

  @Override
  public String name() {
    return "cardboard";
  }

  @Override
  public synchronized Backend open(BackendConfig config) {
    config.durability(Durability.NONE);
    config.refuseUnknown();
    boolean writes = config.mode() != BackendConfig.Mode.READ;
    CardboardBackend.@Nullable Box box = boxes.get(config.location());
    if (box == null) {
      if (config.mode() != BackendConfig.Mode.CREATE) {
        throw new BackendException.Unavailable("Nothing is at " + config.location(), null);
      }
      box = new CardboardBackend.Box();
      boxes.put(config.location(), box);
    }
    if (writes) {
      if (box.held) {
        throw new BackendException.Locked(config.location().toString(), "process " + ProcessHandle.current().pid());
      }
      box.held = true;
      box.generation = nextGeneration(box.generation);
      opened(box);
    }
    return new CardboardBackend(this, box, writes);
  }

  long nextGeneration(long newest) {
    return newest + 1;
  }

  boolean accepts(long expectedLast, long actualLast) {
    return expectedLast == actualLast;
  }

  boolean checksSizesBeforeStoring() {
    return true;
  }

  String streamName(StreamKey key) {
    return key.store() + "\u0000" + key.type() + "\u0000" + key.id();
  }

  boolean purgeReaches(String purged, String other) {
    return purged.equals(other);
  }

  void release(CardboardBackend.Box box) {
    box.held = false;
  }

  /** How many of the newest events the log hides. */
  long hiddenFromTheLog() {
    return 0;
  }

  boolean isLate(long epoch, long generation) {
    return epoch != generation;
  }

  /** The epoch of the next claim, where several sessions write. */
  long nextEpoch(CardboardBackend.Box box) {
    return ++box.claims;
  }

  long generationOfPositions(long generation) {
    return generation;
  }

  Position horizon(Position newest) {
    return newest;
  }

  /** What of its events a cursor gives. */
  List<StoredEvent> read(List<StoredEvent> events) {
    return events;
  }

  long deletable(long deleteThrough, long oldestSnapshot) {
    return Math.min(deleteThrough, oldestSnapshot);
  }

  StreamHead told(StreamHead head) {
    return head;
  }

  /** Whether a list goes on after these results. */
  boolean goesOn(List<CommitResult> results) {
    return true;
  }

  void opened(CardboardBackend.Box box) {}

  /** Whether a list of streams after another begins with one that compares to it like this. */
  boolean follows(int comparison) {
    return comparison > 0;
  }

  CardboardBackend.Box asOfNow(CardboardBackend.Box box) {
    return box.copy();
  }

  BackendInfo.Builder claim(BackendInfo.Builder info) {
    return info;
  }
}
