package dev.cairn.api;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Every type that the stores of a location have recorded, as of one moment: their type dictionaries. From {@link
 * StoreInspector#types}, or from a file that was made of these. Any thread may call.
 */
public interface StoredTypes {

  /**
   * Reads a file with the text of {@link #json}.
   *
   * @throws StoreRefused if it cannot be read, or is no such text
   */
  static StoredTypes read(Path file) {
    return Runtimes.first().types(file);
  }

  /** Returns the dictionaries as JSON with one component in a line, so that two of them can be compared by lines. */
  String json();

  /**
   * Compares the types of a program with these, as a system does when it first uses a type. No event is read and no
   * actor is made. What comes from a store is searched for events of types that are declared retired, while the
   * inspector is open; a file cannot tell of these.
   *
   * @param actors the actor types of the program
   * @param streams the types of its streams, each for the stores that have recorded its name
   * @param elsewhere the names of types that another program reads, so that this one need not declare them
   * @return each type that the program would be refused, and each recorded type that it does not declare; empty if it
   *     can read everything
   */
  List<Misfit> misfits(Collection<? extends ActorType<?, ?, ?>> actors, Collection<? extends StreamType<?, ?>> streams,
      Set<String> elsewhere);

  /**
   * One type that does not fit.
   *
   * @param store the store that would refuse it
   * @param type the name of the actor type or stream type
   * @param what the problem, and what to declare
   */
  record Misfit(String store, String type, String what) {}
}
