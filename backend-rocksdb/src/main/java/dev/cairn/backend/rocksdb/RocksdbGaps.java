package dev.cairn.backend.rocksdb;

import dev.cairn.spi.Position;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * The positions of deleted events that the log still names. To write an entry again costs as much as an event, so an
 * entry is left alone until all events of its block of positions are deleted, or too many blocks wait, or the session
 * ends. Until then the head of a stream tells which of its events are gone. Used by one thread at a time.
 */
final class RocksdbGaps {
  private static final int POSITIONS_A_BLOCK = 256;
  private static final int MOST_BLOCKS = 1024;
  private static final int BLOCKS_A_WRITE = 128;

  private record Block(long generation, long number) {
    static Block of(Position position) {
      return new Block(position.generation(), position.offset() / POSITIONS_A_BLOCK);
    }

    static int index(Position position) {
      return (int) (position.offset() % POSITIONS_A_BLOCK);
    }

    Position position(int index) {
      return new Position(generation, number * POSITIONS_A_BLOCK + index);
    }
  }

  private final long generation;
  private final Map<Block, BitSet> waiting = new LinkedHashMap<>();
  private final Queue<Block> whole = new ArrayDeque<>();

  /** @param generation the newest one, which this session has claimed */
  RocksdbGaps(long generation) {
    this.generation = generation;
  }

  /** Adds the position of an event that the write under way deletes. */
  void add(Position position) {
    Block block = Block.of(position);
    BitSet gone = waiting.computeIfAbsent(block, added -> new BitSet(POSITIONS_A_BLOCK));
    gone.set(Block.index(position));
    if (gone.cardinality() == POSITIONS_A_BLOCK) {
      whole.add(block);
    }
  }

  boolean isEmpty() { return waiting.isEmpty(); }

  /** Whether some blocks need not wait any longer. */
  boolean areDue() {
    return !whole.isEmpty() || waiting.size() > MOST_BLOCKS;
  }

  /** Takes some blocks that are due. To be called once their events are deleted. */
  Due takeDue() {
    Map<Block, BitSet> due = new LinkedHashMap<>();
    while (!whole.isEmpty() && due.size() < BLOCKS_A_WRITE) {
      take(whole.remove(), due);
    }
    while (waiting.size() > MOST_BLOCKS && due.size() < BLOCKS_A_WRITE) {
      take(waiting.keySet().iterator().next(), due);
    }
    return new Due(due, generation);
  }

  /** Takes some blocks, due or not. */
  Due takeAny() {
    Map<Block, BitSet> due = new LinkedHashMap<>();
    while (!waiting.isEmpty() && due.size() < BLOCKS_A_WRITE) {
      take(waiting.keySet().iterator().next(), due);
    }
    return new Due(due, generation);
  }

  private void take(Block block, Map<Block, BitSet> due) {
    BitSet gone = waiting.remove(block);
    if (gone != null) {
      due.put(block, gone);
    }
  }

  /** Blocks that are taken out of the log in one write. */
  static final class Due {
    private final Map<Block, BitSet> blocks;
    private final long generation;

    private Due(Map<Block, BitSet> blocks, long generation) {
      this.blocks = blocks;
      this.generation = generation;
    }

    /** An entry that reaches into two of these blocks is written alike for both. */
    void close(RocksdbView view, RocksdbWrites writes) throws RocksDBException {
      RocksdbPlaces entry = null;
      for (Map.Entry<Block, BitSet> block : blocks.entrySet()) {
        BitSet gone = block.getValue();
        for (int i = gone.nextSetBit(0); i >= 0; i = gone.nextSetBit(i + 1)) {
          Position position = block.getKey().position(i);
          entry = entry != null && entry.holds(position) ? entry : change(position, view, writes);
        }
      }
    }

    private @Nullable RocksdbPlaces change(Position position, RocksdbView view, RocksdbWrites writes)
        throws RocksDBException {
      RocksdbPlaces entry = RocksdbPlaces.find(view, position);
      if (entry != null) {
        dropFrom(entry);
        dropForgotten(entry, view);
        entry.write(writes);
      }
      return entry;
    }

    private void dropFrom(RocksdbPlaces entry) {
      for (int i = 0; i < entry.size(); i++) {
        BitSet gone = blocks.get(Block.of(entry.position(i)));
        if (gone != null && gone.get(Block.index(entry.position(i)))) {
          entry.drop(i);
        }
      }
    }

    /** A session that was killed has forgotten its gaps. So those up to the first event that is there go as well. */
    private void dropForgotten(RocksdbPlaces entry, RocksdbView view) throws RocksDBException {
      boolean more = entry.first().generation() != generation;
      for (int i = 0; more && i < entry.size(); i++) {
        more = entry.place(i).isGone() || RocksdbLog.isDeleted(view, entry.place(i));
        if (more) {
          entry.drop(i);
        }
      }
    }
  }
}
