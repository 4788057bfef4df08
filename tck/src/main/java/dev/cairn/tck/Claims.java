package dev.cairn.tck;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.jspecify.annotations.Nullable;

/**
 * Reports rules about a feature that the backend does not claim, and rules about a disk that its engine does not use.
 * Such a rule neither fails nor is skipped.
 */
final class Claims implements InvocationInterceptor {
  /** The key of the entry that is published. */
  static final String NOT_CLAIMED = "not claimed";

  /** The key of the entry that is published for an engine that is not on this disk. */
  static final String NOT_RUN_HERE = "not run here";

  /** Ends a rule about the disk under this process, where the engine is in another one. */
  static final class EngineElsewhere extends RuntimeException {
    private static final long serialVersionUID = 1;

    EngineElsewhere() {
      super("the engine is in another process, and keeps nothing on the disk under this one");
    }
  }

  /** Ends a rule about a feature that the backend does not claim. */
  static final class NotClaimed extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotClaimed(String what) {
      super(what);
    }
  }

  @Override
  public void interceptTestMethod(Invocation<@Nullable Void> rule, ReflectiveInvocationContext<Method> method,
      ExtensionContext context) throws Throwable {
    try {
      rule.proceed();
    } catch (NotClaimed e) {
      context.publishReportEntry(NOT_CLAIMED, e.getMessage());
    } catch (EngineElsewhere e) {
      context.publishReportEntry(NOT_RUN_HERE, e.getMessage());
    }
  }
}
