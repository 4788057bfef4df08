package dev.cairn.api;

import dev.cairn.api.bind.PromotionOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a copy that {@link StoreCopy#follow followed} a location a store of its own, without the original: for a warm
 * standby whose original is lost. Used by one thread.
 *
 * <p>The copy must have been whole once, and the original must be out of reach: while it can be read, the promotion is
 * refused, because {@link StoreCopy} completes the copy without a loss, and because two stores that both go on could
 * never be joined again. Nothing is deleted. What the original acknowledged after the copy's last pass is lost; the
 * result says where that is. An interrupted promotion has changed nothing, or is complete; it may be run again.
 */
public final class StorePromotion {
  private final Path data;
  private Optional<KeyRing> keys = Optional.empty();
  private final Map<String, String> settings = new HashMap<>();

  private StorePromotion(Path data) {
    this.data = data;
  }

  /** Describes the promotion of an unfinished copy. */
  public static StorePromotion of(Path data) {
    return new StorePromotion(data);
  }

  /** Sets the keys of the sealed stores of the copy. */
  public StorePromotion keys(KeyRing ring) {
    keys = Optional.of(ring);
    return this;
  }

  /** Sets one of the own settings of the backend of the copy, which refuses an unknown setting. */
  public StorePromotion setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /**
   * Promotes the copy. When this returns, a system can be opened on it.
   *
   * @throws StoreRefused if there is no unfinished copy, if it was never whole, or while the original can be read
   * @throws StoreLocked if the copy is still written
   * @throws StoreException for every other failure; nothing was changed
   */
  public Result run() {
    return Runtimes.first().promote(new PromotionOptions(data, keys, Configuration.ofProcess().access(), settings));
  }

  /**
   * What was promoted.
   *
   * @param backend the backend of the copy
   * @param asOf the copy has all that the original had stored until then; of later changes it may have some
   * @param stores each of its stores
   */
  public record Result(String backend, Instant asOf, List<Promoted> stores) {
    /** Copies the list. */
    public Result {
      stores = List.copyOf(stores);
    }
  }

  /**
   * One store.
   *
   * @param store its name
   * @param through the position in the log of the original up to which the copy has every event
   * @param newest when the newest of these events was stored; empty if there is none
   */
  public record Promoted(String store, Position through, Optional<Instant> newest) {}
}
