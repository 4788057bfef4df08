package dev.cairn.impl.actor;

import dev.cairn.api.Command;
import dev.cairn.api.Terminated;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The address of one plain actor, also after the actor has stopped. */
final class PlainRef<C extends Command<?, ?>> extends LocalRef<C> {
  private final ActorCell<C> cell;

  PlainRef(ActorCell<C> cell, Duration timeout, @Nullable String correlationId) {
    super(cell.system(), timeout, correlationId, null);
    this.cell = cell;
  }

  @Override
  public String type() {
    return cell.definition().name();
  }

  @Override
  public String id() {
    return cell.id();
  }

  @Override
  public String path() {
    return cell.path();
  }

  @Override
  ActorCell<C> cell() {
    return cell;
  }

  @Override
  ActorCell<C> cellIfAny() {
    return cell;
  }

  @Override
  @Nullable
  ActorCell<C> another(ActorCell<C> closed) {
    return null;
  }

  @Override
  LocalRef<C> with(Duration timeout, @Nullable String correlationId) {
    return new PlainRef<>(cell, timeout, correlationId);
  }

  @Override
  void addWatcher(ActorCell<?> watcher) {
    if (!cell.signal(new Signal.Watch(watcher))) {
      watcher.signal(new Signal.Gone(new Terminated(this, new Terminated.Cause.Before())));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlainRef<?> ref && ref.cell == cell;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(cell);
  }
}
