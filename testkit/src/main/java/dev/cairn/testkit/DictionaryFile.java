package dev.cairn.testkit;

import dev.cairn.api.ActorType;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoredTypes;
import dev.cairn.api.StreamType;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file with the types that a store has recorded, kept beside the sources, so that a test finds before a deployment
 * what the store would refuse. {@code cairn schema export --data DIR} writes it.
 *
 * <pre>{@code
 * DictionaryFile.at(Path.of("src/test/types.json"))
 *     .actors(Account.TYPE)
 *     .check();
 * }</pre>
 *
 * No store is opened and no actor is made. The test needs {@code cairn-impl}. Immutable: each method returns a new
 * value.
 */
public final class DictionaryFile {
  private final Path file;
  private final List<ActorType<?, ?, ?>> actors;
  private final List<StreamType<?, ?>> streams;
  private final Set<String> elsewhere;

  private DictionaryFile(Path file, List<ActorType<?, ?, ?>> actors, List<StreamType<?, ?>> streams,
      Set<String> elsewhere) {
    this.file = file;
    this.actors = actors;
    this.streams = streams;
    this.elsewhere = elsewhere;
  }

  /** Names the file; {@link #check} reads it. */
  public static DictionaryFile at(Path file) {
    return new DictionaryFile(file, List.of(), List.of(), Set.of());
  }

  /** Adds actor types of the program. */
  public DictionaryFile actors(ActorType<?, ?, ?>... types) {
    return new DictionaryFile(file, more(actors, List.of(types)), streams, elsewhere);
  }

  /** Adds types of streams of the program. */
  public DictionaryFile streams(StreamType<?, ?>... types) {
    return new DictionaryFile(file, actors, more(streams, List.of(types)), elsewhere);
  }

  /** Adds names of recorded types that another program reads, so that this one need not declare them. */
  public DictionaryFile except(String... types) {
    return new DictionaryFile(file, actors, streams,
        Set.copyOf(Stream.concat(elsewhere.stream(), Stream.of(types)).collect(Collectors.toSet())));
  }

  private static <T> List<T> more(List<T> before, List<T> added) {
    return Stream.concat(before.stream(), added.stream()).toList();
  }

  /**
   * Expects that the program can read whatever is recorded in the file. Events of types that are declared retired are
   * not searched for: {@code cairn schema check --data DIR} does that.
   *
   * @throws AssertionError if it cannot; the message has each type that does not fit, and what to declare
   * @throws StoreRefused if the file cannot be read
   */
  public void check() {
    List<StoredTypes.Misfit> misfits = StoredTypes.read(file).misfits(actors, streams, elsewhere);
    if (!misfits.isEmpty()) {
      throw new AssertionError("This program cannot read everything that is recorded in " + file + ".\n"
          + misfits.stream().map(each -> "In store " + each.store() + ": " + each.what())
              .collect(Collectors.joining("\n")));
    }
  }
}
