package dev.cairn.impl.actor;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorType;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.CairnListener.Passivated;
import dev.cairn.api.Command;
import dev.cairn.api.DeadLetter;
import dev.cairn.api.Forgotten;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StartFailed;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.journal.ActorStream;
import dev.cairn.impl.mailbox.Letter;
import dev.cairn.impl.mailbox.Tell;
import dev.cairn.impl.place.Placed;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A persistent actor. A letter that finds no instance makes the actor recover; an idle actor rests. A cell without an
 * instance and without letters leaves memory, and the next letter makes another cell.
 */
final class EntityCell<C extends Command<?, ?>, E, S> extends ActorCell<C> {
  private final KnownType<C, E, S> known;
  private final StreamKey stream;
  private volatile long lastUsed;
  private volatile boolean used;
  private boolean pinned;
  private boolean counted;
  private boolean waitsForPermit;
  private RecoveryPermits.@Nullable Permit permit;
  private boolean standsAside;
  private @Nullable Departure departure;

  EntityCell(LocalActorSystem system, KnownType<C, E, S> known, StreamKey stream) {
    super(system, null, stream.id(), known.type().mailbox());
    this.known = known;
    this.stream = stream;
  }

  /** A type in a path: its name, followed by the name of its store if that is not the main one. */
  static String name(String store, String type) {
    return store.equals(ActorType.MAIN_STORE) ? type : type + "@" + store;
  }

  @Override
  String typeInPath() {
    return name(stream.store(), stream.type());
  }

  StreamKey stream() {
    return stream;
  }

  /** Keeps the actor in memory until it stops. */
  void pin() {
    pinned = true;
  }

  long lastUsed() {
    return lastUsed;
  }

  /** Whether the actor was used since the last call of this method. */
  boolean takeUsed() {
    boolean was = used;
    used = false;
    return was;
  }

  @Override
  ActorType<C, E, S> definition() {
    return known.type();
  }

  @Override
  Class<?> commands() {
    return known.commands();
  }

  @Override
  ActorRef<C> ref() {
    return new EntityRef<>(system(), known, stream, system().askTimeout(), null);
  }

  @Override
  protected boolean isOnHold() { return super.isOnHold() || waitsForPermit; }

  @Override
  @Nullable
  HandlerContext<C> contextFor(Letter letter) {
    used = true;
    PersistentHandlerContext<C, E, S> active = active();
    if (active == null) {
      Way way = Way.to(system(), known, stream);
      if (way != null && !way.isHere()) {
        givePermitBack();
        Departure.forward(letter, way);
        return null;
      }
      RuntimeException known = permit != null ? null : system().pauses().of(stream, path());
      if (known != null) {
        notStarted(letter, known);
        return null;
      }
      if (!hasPermit()) {
        waitsForPermit = true;
        putBack(List.of(letter));
        return null;
      }
      active = recoverFor(letter, way);
    }
    if (active == null || !isCurrent(active, letter)
        || letter instanceof Firing firing && !firing.prepare(active.stream().timers(), path(), stream.type())) {
      return null;
    }
    String commandId = letter.id();
    OptionalLong done = commandId == null ? OptionalLong.empty() : active.doneAt(commandId);
    if (done.isPresent()) {
      AlreadyDone failure = new AlreadyDone(path(), String.valueOf(commandId), done.getAsLong());
      active.answerDone(letter, done.getAsLong(), () -> letter.fail(failure));
      return null;
    }
    return active;
  }

  /** False if another session may have written to the stream: the letter then waits until the actor has recovered. */
  private boolean isCurrent(PersistentHandlerContext<C, E, S> active, Letter letter) {
    try {
      if (active.stream().isCurrent(letter instanceof Wake wake && !wake.isKnown(active.stream()))) {
        return true;
      }
      putBack(List.of(letter));
      begin(new Ending.Goal.Restart(0));
    } catch (StoreUnavailable unavailable) {
      notStarted(letter, new RecoveryFailed(path(), unavailable));
    }
    return false;
  }

  private boolean hasPermit() {
    if (permit == null) {
      permit = system().activeEntities().permits().request(this);
    }
    return permit != null;
  }

  @SuppressWarnings("unchecked") // the cell makes no other
  private @Nullable PersistentHandlerContext<C, E, S> active() {
    return (PersistentHandlerContext<C, E, S>) context();
  }

  /** A claim that is not confirmed is not used: another process has the actor, and its memory is what is stored. */
  private @Nullable PersistentHandlerContext<C, E, S> recoverFor(Letter letter, @Nullable Way way) {
    lastUsed = system().time().nanos();
    PersistentHandlerContext<C, E, S> made = null;
    try {
      PersistentActor<C, E, S> actor = actor();
      ActorStream<E, S> recovered = way == null || way.isConfirmed() ? stream(actor) : null;
      if (recovered == null || way != null && !way.isConfirmed()) {
        Departure.forward(letter, Objects.requireNonNull(way));
        return null;
      }
      made = startOrFail(letter, new PersistentHandlerContext<>(this, actor, recovered));
      if (made != null) {
        system().pauses().recordSuccess(stream);
        tellTimers();
      }
    } catch (Forgotten forgotten) {
      notStarted(letter, forgotten);
    } catch (RecoveryFailed | StartFailed failed) {
      system().pauses().recordFailure(stream, failed);
      notStarted(letter, failed);
    } finally {
      counted = made != null;
      if (counted) {
        system().activeEntities().add(this);
      }
      givePermitBack();
    }
    return made;
  }

  /** Tells whoever fires durable timers which ones the actor has, if it is in memory. */
  void tellTimers() {
    PersistentHandlerContext<C, E, S> active = active();
    if (active != null) {
      system().durableTimers().recovered(known, stream, active.stream());
    }
  }

  private PersistentActor<C, E, S> actor() {
    try {
      return known.type().newActor();
    } catch (Throwable thrown) {
      throw new StartFailed(path(), thrown);
    }
  }

  private ActorStream<E, S> stream(PersistentActor<C, E, S> actor) {
    try {
      return known.store().recover(stream, known.type(), actor, () -> signal(new Signal.Settled()));
    } catch (RecoveryFailed | Forgotten failed) {
      throw failed;
    } catch (Throwable thrown) {
      throw new RecoveryFailed(path(), thrown);
    }
  }

  private @Nullable PersistentHandlerContext<C, E, S> startOrFail(Letter letter,
      PersistentHandlerContext<C, E, S> made) {
    context(made);
    try {
      made.start();
      return made;
    } catch (Throwable thrown) {
      StartFailed failure = new StartFailed(path(), thrown);
      system().pauses().recordFailure(stream, failure);
      notStarted(letter, failure);
      begin(new Ending.Goal.Rest(Passivated.Reason.IDLE));
      return null;
    }
  }

  private void notStarted(Letter letter, RuntimeException failure) {
    if (!letter.isTell()) {
      letter.fail(failure);
    } else if (letter instanceof Tell tell) {
      system().observer().failedTell(path(), failure);
      system().observer().deadLetter(path(), tell.open(), DeadLetter.Reason.NOT_STARTED);
    }
  }

  @Override
  @Nullable
  HandlerContext<C> nextContext(@Nullable HandlerContext<C> before) {
    PersistentHandlerContext<C, E, S> active = active();
    return active == null ? null : new PersistentHandlerContext<>(this, known.type().newActor(), active.stream());
  }

  @Override
  void releaseContext(@Nullable HandlerContext<C> ended) {
    try {
      if (ended instanceof PersistentHandlerContext<?, ?, ?> persistent) {
        noteOvertaken(persistent.stream());
        persistent.stream().rest();
      }
    } finally {
      giveRoomBack();
    }
  }

  /** What is dead may be so because another process has written to the stream. */
  private void noteOvertaken(ActorStream<?, ?> ended) {
    Placed placed = system().placed();
    if (placed != null && ended.isDead()) {
      placed.overtaken();
    }
  }

  private void giveRoomBack() {
    if (counted) {
      counted = false;
      system().activeEntities().remove(this);
    }
    givePermitBack();
    waitsForPermit = false;
    standsAside = false;
  }

  private void givePermitBack() {
    RecoveryPermits.Permit held = permit;
    permit = null;
    if (held != null) {
      held.giveBack();
    }
  }

  @Override
  void settle() {
    PersistentHandlerContext<C, E, S> active = active();
    if (active == null) {
      return;
    }
    active.stream().settle();
    if (active.isDead()) {
      supervise(active.stream().failure(), true);
    }
  }

  @Override
  void takePermit(RecoveryPermits.Permit given) {
    if (waitsForPermit) {
      waitsForPermit = false;
      permit = given;
    } else {
      given.giveBack();
    }
  }

  @Override
  void rest(Passivated.Reason reason) {
    if (!mayRest()) {
      standsAside = true;
      system().activeEntities().cannotRest(this);
      return;
    }
    if (!isEmpty()) {
      system().activeEntities().keep(this);
      return;
    }
    String path = path();
    begin(new Ending.Goal.Rest(reason));
    if (context() == null) {
      system().observer().passivated(path, reason);
    }
  }

  private boolean mayRest() {
    Belongings own = belongingsIfAny();
    return context() != null && !isOnHold() && !pinned && (own == null || !own.keepInMemory());
  }

  @Override
  void leave(Runnable done) {
    Departure under = departure;
    if (under == null) {
      under = new Departure();
      departure = under;
    }
    under.add(done);
  }

  /** Begins to rest as soon as nothing is owed, whatever else would keep the actor in memory. */
  private void depart(Departure under, Belongings own) {
    if (under.owes(own)) {
      system().time().schedule(Departure.LOOK, () -> signal(new Signal.Leave(() -> {
      })));
      return;
    }
    under.clear(own, ref(), Way.to(system(), known, stream));
    String path = path();
    begin(new Ending.Goal.Rest(Passivated.Reason.MOVED));
    if (context() == null) {
      system().observer().passivated(path, Passivated.Reason.MOVED);
    }
  }

  @Override
  protected void beforeIdle() {
    Departure under = departure;
    if (under != null && context() != null && !isOnHold() && isEmpty()) {
      depart(under, belongings());
    }
    lastUsed = system().time().nanos();
    if (standsAside && mayRest()) {
      standsAside = false;
      system().activeEntities().canRest(this);
    }
    Belongings own = belongingsIfAny();
    if (context() == null && !isOnHold() && isEmpty() && (own == null || !own.keepInMemory())) {
      vanish();
    }
  }

  @Override
  void unregister() {
    system().registry().remove(stream, this);
    if (departure != null) {
      departure.end();
    }
  }

  @Override
  void handleLate(Signal signal) {
    switch (signal) {
      case Signal.Stop stop when stop.done() != null -> stop.done().run();
      case Signal.Leave leave -> leave.done().run();
      case Signal.Watch watch -> LocalRef.of(ref()).addWatcher(watch.watcher());
      case Signal.Permitted permitted -> permitted.permit().giveBack();
      case Signal.Answered answered -> answered.answer().run();
      default -> {
      }
    }
  }
}
