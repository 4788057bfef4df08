package dev.cairn.impl.codec;

/**
 * An event of a store's manifest: the type was declared retired, and no event of it was stored. The id is not used for
 * new events: a class that comes back becomes the next version.
 *
 * @param id of the type, which is defined
 */
public record TypeUnused(int id) {

  /** Refuses an id that no type of an author has. */
  public TypeUnused {
    if (id < TypeDictionary.FIRST_ID) {
      throw new IllegalArgumentException("No author's type has the id " + id + ".");
    }
  }
}
