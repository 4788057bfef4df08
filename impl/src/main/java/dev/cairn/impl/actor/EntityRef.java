package dev.cairn.impl.actor;

import dev.cairn.api.Command;
import dev.cairn.api.Terminated;
import dev.cairn.impl.observe.StoreObserver;
import dev.cairn.spi.StreamKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The address of a persistent actor. It remembers the cell it found last, and finds the next one after that. */
final class EntityRef<C extends Command<?, ?>> extends LocalRef<C> {
  private final KnownType<C, ?, ?> known;
  private final StreamKey stream;
  private volatile @Nullable ActorCell<C> last;

  EntityRef(LocalActorSystem system, KnownType<C, ?, ?> known, StreamKey stream, Duration timeout,
      @Nullable String correlationId) {
    super(system, timeout, correlationId, Way.to(system, known, stream));
    this.known = known;
    this.stream = stream;
  }

  StreamKey stream() {
    return stream;
  }

  @Override
  public String type() {
    return stream.type();
  }

  @Override
  public String id() {
    return stream.id();
  }

  @Override
  public String path() {
    return stream.toString();
  }

  @Override
  @Nullable
  ActorCell<C> cell() {
    ActorCell<C> found = last;
    if (found == null || found.isClosed()) {
      found = system().registry().cell(known, stream);
      last = found;
    }
    return found;
  }

  @Override
  @Nullable
  ActorCell<C> cellIfAny() {
    return system().registry().cellIfAny(stream);
  }

  @Override
  @Nullable
  ActorCell<C> another(ActorCell<C> closed) {
    return cell();
  }

  @Override
  LocalRef<C> with(Duration timeout, @Nullable String correlationId) {
    return new EntityRef<>(system(), known, stream, timeout, correlationId);
  }

  @Override
  void addWatcher(ActorCell<?> watcher) {
    requireHere("It cannot be watched from here. Watch it in an actor that runs there, or ask it.");
    ActorCell<C> cell = cell();
    while (cell != null && !cell.signal(new Signal.Watch(watcher))) {
      cell = cell();
    }
    if (cell == null) {
      watcher.signal(new Signal.Gone(new Terminated(this, new Terminated.Cause.Before())));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntityRef<?> ref && ref.system() == system() && ref.stream.equals(stream);
  }

  @Override
  public int hashCode() {
    return stream.hashCode();
  }
}
