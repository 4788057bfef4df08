package dev.cairn.impl.actor;

import dev.cairn.api.CairnException;
import dev.cairn.api.Command;
import dev.cairn.impl.mailbox.CarriedAsk;
import dev.cairn.impl.mailbox.CarriedTell;
import dev.cairn.impl.mailbox.Letter;
import dev.cairn.impl.mailbox.Origin;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.impl.place.Actors;
import dev.cairn.impl.place.CommandLetter;
import dev.cairn.impl.place.Elsewhere;
import dev.cairn.impl.place.Placed;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The actors of one system, as other processes reach them. Any thread may call. */
record PlacedActors(LocalActorSystem system) implements Actors {
  private static final GuardedLogger LOG = GuardedLogger.of("dev.cairn");

  @Override
  public CompletionStage<@Nullable Object> deliver(CommandLetter letter, @Nullable Command<?, ?> command) {
    CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
    KnownType<?, ?, ?> known = system.registry().known(letter.to());
    if (known == null || system.registry().isClosing()) {
      answer.completeExceptionally(Elsewhere.SEND_AGAIN);
    } else if (letter.kind() == CommandLetter.Kind.WAKE) {
      wake(known, letter, answer);
    } else if (command == null) {
      Thread.ofVirtual().name("cairn-spawn").start(() -> spawn(known, letter, answer));
    } else {
      put(known, letter, command, answer);
    }
    return answer;
  }

  private void put(KnownType<?, ?, ?> known, CommandLetter letter, Command<?, ?> command,
      CompletableFuture<@Nullable Object> answer) {
    boolean tells = letter.kind() == CommandLetter.Kind.TELL;
    long deadline = system.time().nanos() + TimeUnit.MILLISECONDS.toNanos(letter.millis());
    CarriedAsk ask = tells ? null : new CarriedAsk(command, letter.commandId(), answer, deadline);
    Letter carried = ask == null ? new CarriedTell(command) : ask;
    carried.originate(new Origin(letter.correlationId(), letter.causationId(), letter.trace()));
    try {
      if (!new EntityRef<>(system, known, letter.to(), system.askTimeout(), null).take(carried)) {
        answer.completeExceptionally(Elsewhere.SEND_AGAIN);
      } else if (ask == null) {
        answer.complete(null);
      } else if (!ask.isOver()) {
        system.deadlines().watch(ask);
      }
    } catch (CairnException e) {
      answer.completeExceptionally(e);
    }
  }

  private void wake(KnownType<?, ?, ?> known, CommandLetter letter, CompletableFuture<@Nullable Object> answer) {
    if (!Wake.send(system, known, letter.to(), letter.commandId(), answer)) {
      answer.completeExceptionally(Elsewhere.SEND_AGAIN);
    }
  }

  private void spawn(KnownType<?, ?, ?> known, CommandLetter letter, CompletableFuture<@Nullable Object> answer) {
    try {
      system.spawn(known.type(), letter.to().id());
      answer.complete(null);
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
    }
  }

  @Override
  public CompletionStage<@Nullable Void> release(int slice) {
    Placed placed = system.placed();
    return CompletableFuture.allOf(system.registry().entities()
        .filter(cell -> placed != null && placed.slice(cell.stream()) == slice)
        .map(PlacedActors::leave).toArray(CompletableFuture[]::new));
  }

  private static CompletableFuture<@Nullable Void> leave(EntityCell<?, ?, ?> cell) {
    CompletableFuture<@Nullable Void> left = new CompletableFuture<>();
    if (!cell.signal(new Signal.Leave(() -> left.complete(null)))) {
      left.complete(null);
    }
    return left;
  }

  @Override
  public long mark() {
    return system.committer().mark();
  }

  @Override
  public boolean isUndisturbedSince(long mark) {
    return system.committer().isUndisturbedSince(mark);
  }

  @Override
  public void doubt(boolean unsure) {
    system.committer().doubt(unsure);
  }

  @Override
  public void lost(String reason) {
    LOG.log(System.Logger.Level.ERROR, () -> "This process is no member of its cluster any more, so its system closes: "
        + reason);
    Thread.ofPlatform().name("cairn-close").start(system::close);
  }
}
