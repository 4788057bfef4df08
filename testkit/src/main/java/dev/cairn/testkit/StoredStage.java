package dev.cairn.testkit;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Answer;
import dev.cairn.api.AskTimeout;
import dev.cairn.api.CairnException;
import dev.cairn.api.Command;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stage with a system and a store. */
final class StoredStage<C extends Command<?, ?>, E, S> implements Stage<C, E, S>, AutoCloseable {
  private final ActorSystem.Builder builder;
  private final ActorType<C, E, S> type;
  private final List<Object> persisted = new CopyOnWriteArrayList<>();
  private ActorSystem system;

  StoredStage(ActorSystem.Builder builder, ActorType<C, E, S> type) {
    this.builder = builder.checkStates(true);
    this.type = type.madeBy(() -> new WatchedActor<>(type, persisted::add));
    this.system = builder.open();
  }

  @Override
  public ActorType<C, E, S> type() {
    return type;
  }

  @Override
  public void given(List<E> history) {
    ask(new WatchedActor.Give(history));
  }

  @Override
  public Outcome handle(Command<?, ?> command) {
    persisted.clear();
    return switch (tryAsk(command)) {
      case Answer.Ok<?> ok -> new Outcome.Answered(ok.value());
      case Answer.No<?> no -> new Outcome.SaidNo(no.reason());
      case Answer.Done<?> done -> throw new IllegalStateException("A command without an id was done before: " + done);
      case Answer.Failed<?> failed when failed.cause() instanceof AskTimeout -> new Outcome.Pending("has not answered");
      case Answer.Failed<?> failed -> new Outcome.Threw(thrown(failed.cause()));
    };
  }

  private static Throwable thrown(CairnException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof AssertionError complaint) {
      throw complaint;
    }
    return failure instanceof ActorFailed && cause != null ? cause : failure;
  }

  @Override
  @SuppressWarnings("unchecked") // the actor's own events and state
  public List<E> events() {
    return (List<E>) List.copyOf(persisted);
  }

  @Override
  @SuppressWarnings("unchecked") // as above
  public S state() {
    return (S) ask(new WatchedActor.Look());
  }

  @Override
  public void restart() {
    system.close();
    system = builder.open();
  }

  @Override
  public void close() {
    system.close();
  }

  private Object ask(Command<?, ?> command) {
    return switch (tryAsk(command)) {
      case Answer.Ok<?> ok -> ok.value();
      case Answer.Failed<?> failed -> throw new AssertionError(thrown(failed.cause()));
      case Answer<?> other -> throw new AssertionError(other);
    };
  }

  @SuppressWarnings("unchecked") // a watched actor takes every command
  private Answer<Object> tryAsk(Command<?, ?> command) {
    var actor = (ActorRef<Command<?, ?>>) (ActorRef<?>) system.entity(type, ID);
    return actor.tryAsk((Command<Command<?, ?>, Object>) command);
  }
}
