package dev.cairn.spi.embedded;

import dev.cairn.spi.StreamKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a writer knows of the streams that it wrote last, so that it need not read a head before each commit.
 * Two-generation cache: drops entries not put since the last rotation.
 *
 * <p>Thread rules: used by one thread at a time.
 *
 * @param <S> a head, with what the backend keeps beside it
 */
public final class HeadCache<S> {
  private static final int FEWEST_STREAMS = 10_000;
  /** As many as there may be actors in memory by default: if all are written in turn, all are known. */
  private static final int MOST_STREAMS = 100_000;
  /** A stream takes about 250 bytes. So both generations take at most an eighth of a heap of 40 MB or more. */
  private static final long HEAP_A_STREAM = 4_096;

  private final int streamsAGeneration;
  private Map<StreamKey, S> newer = new HashMap<>();
  private Map<StreamKey, S> older = Map.of();

  /** A cache that rotates after 100,000 streams, or fewer where the heap is small. */
  public HeadCache() {
    this(streamsIn(Runtime.getRuntime().maxMemory()));
  }

  HeadCache(int streamsAGeneration) {
    this.streamsAGeneration = streamsAGeneration;
  }

  /** How many streams a generation has in a heap of so many bytes. */
  static int streamsIn(long heap) {
    return Math.clamp(heap / HEAP_A_STREAM, FEWEST_STREAMS, MOST_STREAMS);
  }

  /** Returns what was put last for a stream, or null where that is not known. */
  public @Nullable S find(StreamKey key) {
    S known = newer.get(key);
    return known != null ? known : older.get(key);
  }

  /** Remembers a stream. Until the next {@link #rotate} it is not forgotten, however many others come. */
  public void put(StreamKey key, S stream) {
    newer.put(key, stream);
  }

  /**
   * Drops the older generation where the newer one is full. To be called between two batches: what a batch has put may
   * be found nowhere else before the batch is stored.
   */
  public void rotate() {
    if (newer.size() >= streamsAGeneration) {
      older = newer;
      newer = new HashMap<>();
    }
  }

  /** Forgets everything, since the engine took back what had been put. */
  public void clear() {
    newer = new HashMap<>();
    older = Map.of();
  }
}
