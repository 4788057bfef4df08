package dev.cairn.impl.chain;

import dev.cairn.impl.record.CommitName;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import java.util.ArrayList;
import java.util.List;

/** Brings the chain of a store to the end of its log, for a tool that alone writes the location. Used by one thread. */
public final class ChainCatchUp {
  /** How many entries a record has at most. */
  public static final int ENTRIES = 256;

  private static final int RECORDS = 64;

  private final Backend backend;
  private final StoredChain chain;
  private long number;

  /**
   * @param backend open for writing
   * @param chain of a store in it
   */
  public ChainCatchUp(Backend backend, StoredChain chain) {
    this.backend = backend;
    this.chain = chain;
  }

  /** Stores the records that are missing; the first one where the store has no chain. */
  public void run() {
    Claim claim = backend.claim(chain.stream());
    long last = claim.head().last();
    Link end = chain.after(backend, last);
    List<Commit> batch = new ArrayList<>();
    for (boolean more = true; more;) {
      List<ChainEntry> entries = chain.entries(backend, end, ENTRIES);
      more = entries.size() == ENTRIES;
      if (!entries.isEmpty() || last == 0) {
        ChainRecord record = new ChainRecord(end, entries);
        batch.add(chain.commit(record, claim.epoch(), last++, System.currentTimeMillis(),
            new CommitName(backend.info().generation(), ++number)));
        end = record.after();
      }
      if (batch.size() == RECORDS || !more && !batch.isEmpty()) {
        store(batch);
        batch = new ArrayList<>();
      }
    }
  }

  private void store(List<Commit> batch) {
    if (!backend.commit(batch).stream().allMatch(CommitResult.Stored.class::isInstance)) {
      throw new IllegalStateException("The chain of store " + chain.store() + " was not stored, although nobody else"
          + " writes.");
    }
  }
}
