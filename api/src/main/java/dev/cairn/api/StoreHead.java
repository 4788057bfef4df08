package dev.cairn.api;

import java.util.List;

/**
 * The head of a store's hash chain: a place in its log, and a hash of everything up to there. Kept where nobody who can
 * write the store can change it, it proves later that the store still has that history ({@link StoreInspector#prove}).
 *
 * @param store the name of the store
 * @param id the random identity of the store
 * @param position the last entry of the log that is in the hash; an entry may be one of Cairn's own
 * @param hash 64 hexadecimal digits
 * @param earlier places before it, in their order, by which a difference is found more closely; may be empty
 */
public record StoreHead(String store, String id, Position position, String hash, List<Mark> earlier) {

  /** Keeps a copy of the list. */
  public StoreHead {
    earlier = List.copyOf(earlier);
  }

  /**
   * An earlier place.
   *
   * @param position of an entry of the log
   * @param hash as in {@link StoreHead}
   */
  public record Mark(Position position, String hash) {}
}
