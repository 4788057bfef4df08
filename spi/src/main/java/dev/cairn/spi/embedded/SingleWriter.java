package dev.cairn.spi.embedded;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The writing side of one session of an embedded location. It takes one batch at a time, and none after a batch whose
 * outcome is unknown. Closing waits for the batch under way and gives the location back last.
 *
 * <p>Thread rules: any thread may call anything.
 */
public final class SingleWriter {

  /** Frees what the session holds of its engine. */
  public interface Closing {
    /**
     * Called once for each {@link SingleWriter#close}, so a second call has to do nothing.
     *
     * @param whole whether the outcome of every batch is known, so that the engine may be ended in order
     */
    void run(boolean whole);
  }

  private final Runnable requireOpen;
  private final long generation;
  private final @Nullable BatchWriter writer;
  private final @Nullable LocationLock location;
  private final Lock lock = new ReentrantLock();
  private @Nullable Throwable failure;

  /**
   * Takes over the location until {@link #close}.
   *
   * @param requireOpen throws {@link BackendException.Closed} where the session was closed
   * @param generation the one epoch that may write; 0 where each stream has its own
   * @param writer null where the location was opened to read
   * @param location what to give back when the session is closed, or null
   */
  public SingleWriter(Runnable requireOpen, long generation, @Nullable BatchWriter writer,
      @Nullable LocationLock location) {
    this.requireOpen = requireOpen;
    this.generation = generation;
    this.writer = writer;
    this.location = location;
  }

  /**
   * Stores a batch.
   *
   * @throws BackendException.Full if nothing of the batch is stored; the next batch may come
   * @throws BackendException.Unavailable if the outcome of this batch or of an earlier one is unknown
   * @throws BackendException.Misconfigured if the location was opened to read
   */
  public List<CommitResult> commit(List<Commit> batch) {
    lock.lock();
    try {
      BatchWriter writer = requireWriter();
      if (failure != null) {
        throw new BackendException.Unavailable("An earlier commit failed; open the location again.", failure);
      }
      return commit(writer, batch);
    } finally {
      lock.unlock();
    }
  }

  private List<CommitResult> commit(BatchWriter writer, List<Commit> batch) {
    try {
      return writer.commit(batch);
    } catch (BackendException.Full e) {
      failure = e;
      if (writer.takeBack(e)) {
        failure = null;
        throw e;
      }
      throw new BackendException.Unavailable(
          e.getMessage() + " Which commits of the batch are stored shows when the location is opened again.", e);
    } catch (RuntimeException | Error e) {
      failure = e;
      writer.abandon(e);
      throw e;
    }
  }

  /**
   * Answers a claim: the generation of this session is the epoch of every stream. Does not wait for a batch that is
   * under way.
   *
   * @throws BackendException.Misconfigured if the location was opened to read
   */
  public long epoch() {
    requireWriter();
    return generation;
  }

  private BatchWriter requireWriter() {
    requireOpen.run();
    if (writer == null) {
      throw new BackendException.Misconfigured("This location was opened to read; it cannot be written.");
    }
    return writer;
  }

  /** Closes the session once no batch is under way. No second writer comes near the folder before that is done. */
  public void close(Closing closing) {
    lock.lock();
    try (location) {
      closing.run(failure == null);
    } finally {
      lock.unlock();
    }
  }
}
