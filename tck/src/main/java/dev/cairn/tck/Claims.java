package dev.cairn.tck;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.jspecify.annotations.Nullable;

/** Reports rules about a feature that the backend does not claim. Such a rule neither fails nor is skipped. */
final class Claims implements InvocationInterceptor {
  /** The key of the entry that is published. */
  static final String NOT_CLAIMED = "not claimed";

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
    }
  }
}
