package dev.cairn.spring;

import dev.cairn.api.ActorSystem;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Opens and closes the system of an application. An application context that is stopped and started again, as Spring's
 * tests do it with contexts that they keep, opens the system again; so beans hold a stand-in, which calls the system
 * that is open. Addresses of actors belong to one opening: they are asked for where they are needed.
 */
final class CairnLifecycle implements SmartLifecycle, AutoCloseable {
  private final Supplier<ActorSystem> opens;
  private final ActorSystem standIn = (ActorSystem) Proxy.newProxyInstance(ActorSystem.class.getClassLoader(),
      new Class<?>[] { ActorSystem.class }, (proxy, method, arguments) -> call(proxy, method, arguments));
  private volatile ActorSystem current;
  private volatile boolean running = true;

  private CairnLifecycle(Supplier<ActorSystem> opens) {
    this.opens = opens;
    this.current = opens.get();
  }

  /** Opens the system now. */
  static CairnLifecycle open(Supplier<ActorSystem> opens) {
    return new CairnLifecycle(opens);
  }

  /** The system, whichever is open. */
  ActorSystem system() {
    return standIn;
  }

  @Override
  public void start() {
    if (!running) {
      current = opens.get();
      running = true;
    }
  }

  /** Closes the system; a second call does nothing. */
  @Override
  public void stop() {
    running = false;
    current.close();
  }

  @Override
  public void close() {
    stop();
  }

  @Override
  public boolean isRunning() { return running; }

  @Override
  public int getPhase() { return CairnAutoConfiguration.PHASE; }

  private @Nullable Object call(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    try {
      return method.invoke(current, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  /** Of the three methods of an object that a stand-in gets, two are about itself. */
  private @Nullable Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "the actor system of the application";
    };
  }
}
