package dev.cairn.testkit;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Wraps an actor in a system, reports its persisted events to a test, and takes two more commands. */
final class WatchedActor<C extends Command<?, ?>, E, S> implements PersistentActor<C, E, S> {
  private final PersistentActor<C, E, S> actor;
  private final CheckedApply<E, S> apply;
  private final Consumer<Object> persisted;

  /** Persists events as the history of the actor. */
  record Give(List<?> events) implements Command<Command<?, ?>, Boolean> {}

  /** Returns the state. */
  record Look() implements Command<Command<?, ?>, Object> {}

  WatchedActor(ActorType<C, E, S> type, Consumer<Object> persisted) {
    this.actor = type.newActor();
    this.apply = new CheckedApply<>(type, false);
    this.persisted = persisted;
  }

  @Override
  public S initialState() {
    return apply.initialState(actor);
  }

  @Override
  public S apply(S state, E event) {
    return apply.apply(actor, state, event);
  }

  @Override
  public void started(PersistentContext<E, S> ctx) {
    actor.started(ctx);
  }

  @Override
  public void stopped(PersistentContext<E, S> ctx) {
    actor.stopped(ctx);
  }

  @Override
  @SuppressWarnings("unchecked") // given(E...) has checked the type of the events
  public Reply handle(C command, PersistentContext<E, S> ctx) {
    Command<?, ?> any = command;
    return switch (any) {
      case Give give -> {
        ctx.persistAll((List<E>) give.events());
        yield give.reply(true);
      }
      case Look look -> look.reply(ctx.state());
      default -> actor.handle(command, watched(ctx));
    };
  }

  @SuppressWarnings("unchecked") // the proxy implements this interface
  private PersistentContext<E, S> watched(PersistentContext<E, S> ctx) {
    return (PersistentContext<E, S>) Proxy.newProxyInstance(WatchedActor.class.getClassLoader(),
        new Class<?>[] { PersistentContext.class }, (proxy, method, arguments) -> watched(ctx, method, arguments));
  }

  private Object watched(PersistentContext<E, S> ctx, Method method, Object[] arguments) throws Throwable {
    Object result;
    try {
      result = method.invoke(ctx, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    switch (method.getName()) {
      case "persist" -> persisted.accept(arguments[0]);
      case "persistAll" -> ((Collection<?>) arguments[0]).forEach(persisted);
      default -> {
      }
    }
    return result;
  }
}
