package dev.cairn.impl.actor;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.Answer;
import dev.cairn.api.AskInterrupted;
import dev.cairn.api.AskTimeout;
import dev.cairn.api.CairnException;
import dev.cairn.api.Command;
import dev.cairn.api.DeadLetter;
import dev.cairn.api.InvalidName;
import dev.cairn.api.Mailbox;
import dev.cairn.api.MailboxFull;
import dev.cairn.api.Refused;
import dev.cairn.api.bind.Durations;
import dev.cairn.impl.mailbox.Ask;
import dev.cairn.impl.mailbox.AsyncAsk;
import dev.cairn.impl.mailbox.Letter;
import dev.cairn.impl.mailbox.Offer;
import dev.cairn.impl.mailbox.Origin;
import dev.cairn.impl.mailbox.Tell;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An address of this runtime: it finds the cell of its actor, and knows how long an ask waits. */
abstract class LocalRef<C extends Command<?, ?>> implements ActorRef<C>, AsyncAsk.Target {
  private static final int MAX_ID_BYTES = 128;

  private final LocalActorSystem system;
  private final Duration timeout;
  private final @Nullable String correlationId;
  private final @Nullable Way way;

  /** @param way to the actor, where another process may run it; null where this process runs all */
  LocalRef(LocalActorSystem system, Duration timeout, @Nullable String correlationId, @Nullable Way way) {
    this.system = system;
    this.timeout = timeout;
    this.correlationId = correlationId;
    this.way = way;
  }

  static LocalRef<?> of(ActorRef<?> ref) {
    if (Objects.requireNonNull(ref, "actor") instanceof LocalRef<?> local) {
      return local;
    }
    throw new IllegalArgumentException(ref + " is no actor of this runtime.");
  }

  /** The cell of the actor, a new one if there is none; null if the system is closing. */
  abstract @Nullable ActorCell<C> cell();

  /** The cell of the actor; null if there is none. */
  abstract @Nullable ActorCell<C> cellIfAny();

  abstract LocalRef<C> with(Duration timeout, @Nullable String correlationId);

  abstract void addWatcher(ActorCell<?> watcher);

  final void removeWatcher(ActorCell<?> watcher) {
    ActorCell<C> cell = cellIfAny();
    if (cell != null) {
      cell.signal(new Signal.Unwatch(watcher));
    }
  }

  final void requireHere(String why) {
    if (way != null) {
      way.requireHere(why);
    }
  }

  /** The way to the actor, if another process runs it; null if this one does. */
  final @Nullable Way wayElsewhere() {
    return way == null || way.isHere() ? null : way;
  }

  final LocalActorSystem system() {
    return system;
  }

  @Override
  public final ActorRef<C> within(Duration other) {
    if (!other.isPositive()) {
      throw new IllegalArgumentException("An ask needs a positive timeout, not " + other + ".");
    }
    return with(Durations.bounded(other), correlationId);
  }

  @Override
  public final ActorRef<C> correlated(String id) {
    return with(timeout, requireName("A correlation id", id));
  }

  @Override
  public final <R extends @Nullable Object> R ask(Command<C, R> command) {
    return await(null, command);
  }

  @Override
  public final <R extends @Nullable Object> R ask(String commandId, Command<C, R> command) {
    return await(requireName("A command id", commandId), command);
  }

  @Override
  public final <R extends @Nullable Object> Answer<R> tryAsk(Command<C, R> command) {
    return answer(() -> ask(command));
  }

  @Override
  public final <R extends @Nullable Object> Answer<R> tryAsk(String commandId, Command<C, R> command) {
    return answer(() -> ask(commandId, command));
  }

  @Override
  public final <R extends @Nullable Object> CompletableFuture<R> askAsync(Command<C, R> command) {
    return promise(null, command);
  }

  @Override
  public final <R extends @Nullable Object> CompletableFuture<R> askAsync(String commandId, Command<C, R> command) {
    return promise(requireName("A command id", commandId), command);
  }

  @Override
  public final void tell(Command<C, ?> command) {
    Objects.requireNonNull(command, "command");
    Way elsewhere = wayElsewhere();
    if (elsewhere != null) {
      RunningCall.awaitDurable();
      elsewhere.tell(command, sentOrigin());
      return;
    }
    ActorCell<C> cell = cell();
    RunningCall.awaitDurable(() -> cell);
    Letter letter = Tell.of(command, cell != null && cell.definition().mailbox().bytes().isPresent());
    if (cell == null || deliver(cell, letter) == null) {
      system.observer().deadLetter(path(), command, DeadLetter.Reason.STOPPED);
    }
  }

  @Override
  public final RuntimeException lateFailure() {
    return new AskTimeout(path(), timeout);
  }

  @Override
  public final String toString() {
    return path();
  }

  // the value was an argument of the command's own reply method
  @SuppressWarnings("unchecked")
  private <R extends @Nullable Object> R await(@Nullable String commandId, Command<C, R> command) {
    Objects.requireNonNull(command, "command");
    Way elsewhere = wayElsewhere();
    if (elsewhere != null) {
      RunningCall.awaitDurable();
      return (R) elsewhere.await(elsewhere.ask(command, commandId, sentOrigin(), timeout));
    }
    ActorCell<C> cell = cell();
    if (cell == null) {
      throw stoppedFailure();
    }
    RunningCall.awaitDurable(() -> cell);
    boolean waits = WaitForGraph.beginOrRefuse(cell);
    try {
      long deadline = system.time().nanos() + timeout.toNanos();
      Ask ask = new Ask(command, commandId);
      ActorCell<C> taker = deliver(cell, ask);
      if (taker == null) {
        throw stoppedFailure();
      }
      return (R) ask.await(system.time(), system.hasForeignTime(), deadline, !waits && taker.answersAtOnce());
    } catch (Ask.TimeOver e) {
      throw lateFailure();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AskInterrupted(path());
    } finally {
      if (waits) {
        WaitForGraph.end();
      }
    }
  }

  @SuppressWarnings("unchecked") // as above
  private <R extends @Nullable Object> CompletableFuture<R> promise(@Nullable String commandId, Command<C, R> command) {
    Objects.requireNonNull(command, "command");
    Way elsewhere = wayElsewhere();
    if (elsewhere != null) {
      RunningCall.awaitDurable();
      return (CompletableFuture<R>) elsewhere.ask(command, commandId, sentOrigin(), timeout);
    }
    CompletableFuture<@Nullable Object> future = new CompletableFuture<>();
    RunningCall.awaitDurable(this::cellIfAny);
    try {
      ActorCell<C> cell = cell();
      AsyncAsk ask = new AsyncAsk(command, commandId, future, this, system.time().nanos() + timeout.toNanos());
      if (cell == null || deliver(cell, ask) == null) {
        future.completeExceptionally(stoppedFailure());
      } else if (!future.isDone()) {
        system.deadlines().watch(ask);
      }
    } catch (CairnException e) {
      future.completeExceptionally(e);
    }
    return (CompletableFuture<R>) future;
  }

  /** Puts a letter into the mailbox of a cell and returns this cell; null if the actor takes no letters any more. */
  private @Nullable ActorCell<C> deliver(ActorCell<C> first, Letter letter) {
    letter.originate(sentOrigin());
    return put(first, letter);
  }

  /** Puts a letter into the mailbox that came from another process; false if the actor takes no letters any more. */
  final boolean take(Letter carried) {
    ActorCell<C> cell = cell();
    return cell != null && put(cell, carried) != null;
  }

  private @Nullable ActorCell<C> put(ActorCell<C> first, Letter letter) {
    ActorCell<C> cell = first;
    while (cell != null) {
      cell.requireOwn(Objects.requireNonNull(letter.open()));
      Offer offer = cell.offer(letter);
      if (offer == Offer.FULL) {
        offer = overflow(cell, letter);
      }
      if (offer == Offer.TAKEN) {
        return cell;
      }
      cell = another(cell);
    }
    return null;
  }

  private @Nullable Origin sentOrigin() {
    Tracing tracing = system.tracing();
    return tracing == null ? origin() : tracing.sending(origin());
  }

  private @Nullable Origin origin() {
    Origin carried = RunningCall.origin();
    if (correlationId == null) {
      return carried;
    }
    return carried == null ? new Origin(correlationId, null, null) : carried.correlated(correlationId);
  }

  /** The cell that follows a closed one; null if none will follow. */
  abstract @Nullable ActorCell<C> another(ActorCell<C> closed);

  private Offer overflow(ActorCell<C> cell, Letter letter) {
    Mailbox mailbox = cell.definition().mailbox();
    Offer offer = Offer.FULL;
    if (mailbox.whenFull() == Mailbox.WhenFull.BLOCK && !cell.runsHere() && !letter.isCarried()) {
      offer = offerOrWait(cell, letter);
    }
    if (offer != Offer.FULL) {
      return offer;
    }
    if (letter instanceof Tell tell && mailbox.whenFull() == Mailbox.WhenFull.DROP_NEWEST) {
      system.observer().deadLetter(path(), tell.open(), DeadLetter.Reason.DROPPED);
      return Offer.TAKEN;
    }
    throw new MailboxFull(path(), mailbox.count());
  }

  private Offer offerOrWait(ActorCell<C> cell, Letter letter) {
    long deadline = system.time().nanos() + timeout.toNanos();
    boolean tells = letter.isTell() && WaitForGraph.begin(cell); // an ask is in the graph already
    try {
      if (tells && WaitForGraph.cycle(cell) != null) {
        return Offer.FULL;
      }
      return cell.offerOrWait(letter, () -> deadline - system.time().nanos(), system.hasForeignTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Offer.FULL;
    } finally {
      if (tells) {
        WaitForGraph.end();
      }
    }
  }

  private ActorStopped stoppedFailure() {
    return new ActorStopped(path(), system.registry().isClosing() ? "its system is closing." : "it has stopped.");
  }

  private static <R extends @Nullable Object> Answer<R> answer(Supplier<R> ask) {
    try {
      return new Answer.Ok<>(ask.get());
    } catch (Refused no) {
      return new Answer.No<>(no.reason());
    } catch (AlreadyDone done) {
      return new Answer.Done<>(done.sequence());
    } catch (CairnException failure) {
      return new Answer.Failed<>(failure);
    }
  }

  private static String requireName(String what, String id) {
    int bytes = id.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > MAX_ID_BYTES || !StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
      throw new InvalidName(what, id,
          "it must have 1 to " + MAX_ID_BYTES + " bytes of well-formed UTF-8.");
    }
    return id;
  }
}
