package dev.cairn.impl.schema;

import dev.cairn.api.ActorType;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoredTypes;
import dev.cairn.api.StreamType;
import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.codec.TypeDictionary;
import dev.cairn.spi.StoredEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The type dictionaries of stores by the names of the stores. Any thread may call. */
public final class RecordedTypes implements StoredTypes {
  private final Map<String, TypeDictionary> stores;
  private final Search search;

  /** Looks for stored events of some types. */
  public interface Search {
    /** The oldest stored event of one of the types; empty if there is none, or nobody can look. */
    Optional<StoredEvent> first(String store, String actorType, Set<Integer> types);
  }

  /** Those of some stores, whose events can be searched. */
  public RecordedTypes(Map<String, TypeDictionary> stores, Search search) {
    this.stores = Map.copyOf(stores);
    this.search = search;
  }

  /**
   * Reads a file.
   *
   * @throws StoreRefused if it cannot be read, or is none of these
   */
  public static RecordedTypes read(Path file) {
    try {
      return new RecordedTypes(DictionaryText.read(Files.readString(file)),
          (store, actorType, types) -> Optional.empty());
    } catch (IOException e) {
      throw new StoreRefused("The file " + file + " cannot be read: " + FailureText.of(e) + ".", e);
    } catch (IllegalArgumentException e) {
      throw new StoreRefused("The file " + file + " is no type dictionary as 'cairn schema export' writes it: "
          + FailureText.of(e) + ".", e);
    }
  }

  @Override
  public String json() {
    return DictionaryText.write(stores);
  }

  @Override
  public List<Misfit> misfits(Collection<? extends ActorType<?, ?, ?>> actors,
      Collection<? extends StreamType<?, ?>> streams, Set<String> elsewhere) {
    return new TypeComparison(stores, search, new DeclaredTypes(actors, streams), elsewhere).misfits();
  }
}
