package dev.cairn.impl.observe;

import dev.cairn.api.CairnListener;
import java.util.List;
import java.util.function.Consumer;

/** The listeners of a system. What one of them throws is logged, and changes nothing for the others. */
final class Audience {
  private static final GuardedLogger LOG = GuardedLogger.of("dev.cairn");

  private final List<CairnListener> listeners;

  Audience(List<CairnListener> listeners) {
    this.listeners = listeners;
  }

  boolean isEmpty() { return listeners.isEmpty(); }

  /** Whether one of them has a method of its own for such an event. */
  boolean hears(String method, Class<?> event) {
    return listeners.stream().anyMatch(each -> hears(each, method, event));
  }

  private static boolean hears(CairnListener listener, String method, Class<?> event) {
    try {
      return listener.getClass().getMethod(method, event).getDeclaringClass() != CairnListener.class;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  void tell(Consumer<CairnListener> event) {
    for (CairnListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (Throwable e) {
        LOG.log(System.Logger.Level.WARNING, () -> "The listener threw.", e);
      }
    }
  }
}
