package dev.cairn.impl.actor;

import dev.cairn.api.Actor;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PathTaken;
import dev.cairn.api.PlainType;
import dev.cairn.api.StartFailed;
import dev.cairn.api.TypeRefused;
import dev.cairn.impl.journal.Journal;
import dev.cairn.impl.mailbox.Letter;
import dev.cairn.spi.StreamKey;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one system by address, and its actor types by name. A name belongs to the first type that takes it, an
 * id to the first actor that takes it. Any thread may call.
 *
 * <p>After {@link #close} no cell is added. If a thread adds a cell while another thread closes the registry, the
 * adding thread stops that cell. So the closing thread looks at the cells once.
 */
final class ActorRegistry {
  private final LocalActorSystem system;
  private final Journal journal;
  private final Stopping stopping;
  private final ConcurrentHashMap<String, NamedType> types = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<StreamKey, EntityCell<?, ?, ?>> entities = new ConcurrentHashMap<>();
  private final AtomicBoolean closing = new AtomicBoolean();

  /** The owner of a type's name. */
  sealed interface NamedType permits KnownType, PlainRoots {}

  /** A plain type, with the cells of its actors that have no parent, by id. */
  record PlainRoots(Map<String, ActorCell<?>> cells) implements NamedType {}

  ActorRegistry(LocalActorSystem system, Journal journal, Stopping stopping) {
    this.system = system;
    this.journal = journal;
    this.stopping = stopping;
  }

  /** Lets no cell be added from now on; false if another thread has closed the registry before. */
  boolean close() {
    return closing.compareAndSet(false, true);
  }

  boolean isClosing() { return closing.get(); }

  /** The cells without a parent. */
  Stream<ActorCell<?>> roots() {
    Stream<ActorCell<?>> plain = types.values().stream()
        .flatMap(type -> type instanceof PlainRoots roots ? roots.cells().values().stream() : Stream.empty());
    return Stream.concat(plain, entities.values().stream());
  }

  /** The cells of persistent actors. */
  Stream<EntityCell<?, ?, ?>> entities() {
    return entities.values().stream();
  }

  /** The type of an actor, if it is in use. */
  @Nullable
  KnownType<?, ?, ?> known(StreamKey actor) {
    return types.get(EntityCell.name(actor.store(), actor.type())) instanceof KnownType<?, ?, ?> known ? known : null;
  }

  /** The number of persistent actors that have a cell, with an instance or without. */
  int entityCells() {
    return entities.size();
  }

  /**
   * A persistent type as this system knows it. The first use checks the type against its store, and may wait for it.
   *
   * @throws TypeRefused if the name belongs to another type
   */
  @SuppressWarnings("unchecked") // equal types have the same type parameters
  <C extends Command<?, ?>, E, S> KnownType<C, E, S> type(ActorType<C, E, S> type) {
    String name = EntityCell.name(type.store(), type.name());
    NamedType owner = types.get(name);
    if (owner == null) {
      KnownType<C, E, S> checked = KnownType.check(type, journal); // may wait for a commit: under no lock of the map
      system.durableTimers().use(checked);
      owner = Objects.requireNonNullElse(types.putIfAbsent(name, checked), checked);
    }
    return switch (owner) {
      case KnownType<?, ?, ?> known when known.type().equals(type) -> (KnownType<C, E, S>) known;
      case KnownType<?, ?, ?> known -> throw new TypeRefused(type.name(), "another actor type of this name is in use, "
          + "with " + known.difference(type) + " Make the type once, and keep it in a constant or in a field.");
      case PlainRoots roots -> throw new TypeRefused(type.name(), "a plain actor type of this name is in use.");
    };
  }

  /** The cell of a persistent actor, a new one if there is none; null if the system is closing. */
  @SuppressWarnings("unchecked") // a name has one type
  <C extends Command<?, ?>> @Nullable ActorCell<C> cell(KnownType<C, ?, ?> known, StreamKey stream) {
    EntityCell<?, ?, ?> cell = entities.get(stream);
    if (cell == null || cell.isClosed()) {
      if (isClosing()) {
        return null;
      }
      cell = entities.compute(stream,
          (key, there) -> there == null || there.isClosed() ? new EntityCell<>(system, known, key) : there);
      if (isClosing()) {
        stopping.begin(cell);
      }
    }
    return (ActorCell<C>) cell;
  }

  /** Puts a letter into the mailbox of a persistent actor, made for its cell; false if the system is closing. */
  boolean deliver(KnownType<?, ?, ?> known, StreamKey stream, Function<ActorCell<?>, Letter> letter) {
    ActorCell<?> cell = cell(known, stream);
    while (cell != null && !cell.send(letter.apply(cell))) {
      cell = cell(known, stream);
    }
    return cell != null;
  }

  @SuppressWarnings("unchecked") // as above
  <C extends Command<?, ?>> @Nullable ActorCell<C> cellIfAny(StreamKey stream) {
    return (ActorCell<C>) entities.get(stream);
  }

  /** Whether a persistent actor is in memory, or is about to recover. */
  boolean isActive(StreamKey stream) {
    EntityCell<?, ?, ?> cell = entities.get(stream);
    return cell != null && !cell.isClosed();
  }

  void remove(StreamKey stream, EntityCell<?, ?, ?> cell) {
    entities.remove(stream, cell);
  }

  /** Adds the cell of a plain actor below its parent, or below none. The caller starts the actor. */
  <C extends Command<?, ?>> PlainCell<C> addPlain(@Nullable ActorCell<?> parent, PlainType<C> type, String id) {
    if (isClosing()) {
      throw closingFailure(path(parent, type, id));
    }
    if (parent != null && parent.isEnding()) {
      throw new ActorStopped(path(parent, type, id), "its parent is stopping or restarting.");
    }
    Map<String, ActorCell<?>> siblings = parent == null ? roots(type) : parent.belongings().children;
    if (siblings.containsKey(id)) {
      throw new PathTaken(path(parent, type, id));
    }
    Actor<C> first = first(parent, type, id);
    PlainCell<C> cell = new PlainCell<>(system, parent, type, id, first, siblings);
    if (siblings.putIfAbsent(id, cell) != null) {
      throw new PathTaken(path(parent, type, id));
    }
    if (isClosing()) {
      stopping.begin(cell);
      throw closingFailure(cell.path());
    }
    return cell;
  }

  private Map<String, ActorCell<?>> roots(PlainType<?> type) {
    NamedType owner = types.get(type.name());
    if (owner == null) {
      owner = types.computeIfAbsent(type.name(), name -> new PlainRoots(new ConcurrentHashMap<>()));
    }
    if (owner instanceof PlainRoots roots) {
      return roots.cells();
    }
    throw new TypeRefused(type.name(), "a persistent actor type of this name is in use.");
  }

  private static <C extends Command<?, ?>> Actor<C> first(@Nullable ActorCell<?> parent, PlainType<C> type, String id) {
    try {
      return type.newActor();
    } catch (Throwable thrown) {
      throw new StartFailed(path(parent, type, id), thrown);
    }
  }

  private static String path(@Nullable ActorCell<?> parent, PlainType<?> type, String id) {
    return parent == null ? ActorCell.path(type.name(), id) : parent.path() + "/" + ActorCell.segment(id);
  }

  static ActorStopped closingFailure(String path) {
    return new ActorStopped(path, "its system is closing.");
  }
}
