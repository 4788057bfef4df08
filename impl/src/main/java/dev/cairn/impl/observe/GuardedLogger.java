package dev.cairn.impl.observe;

import java.util.ResourceBundle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's log for those who must go on whatever becomes of a line in it. A log has handlers, files and formatters of
 * others, and throws where the process has no file descriptor or no memory left. Any thread may call.
 */
public final class GuardedLogger {
  private final String name;

  private GuardedLogger(String name) {
    this.name = name;
  }

  /** The log of a class. */
  public static GuardedLogger of(Class<?> owner) {
    return new GuardedLogger(owner.getName());
  }

  /** The log of a name. */
  public static GuardedLogger of(String name) {
    return new GuardedLogger(name);
  }

  /** Logs a line that is made here, so that also a failure to make it does no harm. */
  public void log(System.Logger.Level level, Supplier<String> line, @Nullable Throwable thrown) {
    try {
      System.getLogger(name).log(level, (ResourceBundle) null, line.get(), thrown);
    } catch (Throwable e) {
      // there is nobody left to tell
    }
  }

  /** Logs a line. */
  public void log(System.Logger.Level level, Supplier<String> line) {
    log(level, line, null);
  }
}
