package dev.cairn.spi.embedded;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import java.util.List;

/**
 * The part of an embedded backend that stores batches. {@link SingleWriter} calls it, with one thread at a time.
 */
public interface BatchWriter {

  /**
   * Stores a batch, as {@link dev.cairn.spi.Backend#commit} promises it.
   *
   * @throws BackendException.Full if there is no space; {@link #takeBack} is called next
   */
  List<CommitResult> commit(List<Commit> batch);

  /**
   * Takes back a batch for which there was no space, and everything that the writer remembers of it.
   *
   * @param because the failure; it takes what fails here as suppressed
   * @return whether nothing of the batch is stored for certain and the next batch may come; by default it is not
   */
  default boolean takeBack(BackendException.Full because) {
    return false;
  }

  /**
   * Ends a batch that failed for any other reason. The outcome stays unknown, and no batch follows. By default nothing
   * is to be done.
   *
   * @param because the failure; it takes what fails here as suppressed
   */
  default void abandon(Throwable because) {}
}
