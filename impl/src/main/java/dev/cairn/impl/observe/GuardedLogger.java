package dev.cairn.impl.observe;

import java.util.ResourceBundle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's log for code that must go on even if logging fails. A log has foreign handlers, files and formatters, and
 * throws if the process has no file descriptor or no memory left. Any thread may call.
 */
public final class GuardedLogger {
  private final String name;

  private GuardedLogger(String name) {
    this.name = name;
  }

  /** The logger of a class. */
  public static GuardedLogger of(Class<?> owner) {
    return new GuardedLogger(owner.getName());
  }

  /** The logger with a name. */
  public static GuardedLogger of(String name) {
    return new GuardedLogger(name);
  }

  /** Logs a line. The line is made inside the guard, so a failure to make it does no harm either. */
  public void log(System.Logger.Level level, Supplier<String> line, @Nullable Throwable thrown) {
    try {
      System.getLogger(name).log(level, (ResourceBundle) null, line.get(), thrown);
    } catch (Throwable e) {
      // there is no other place to report it
    }
  }

  /** Logs a line. */
  public void log(System.Logger.Level level, Supplier<String> line) {
    log(level, line, null);
  }
}
