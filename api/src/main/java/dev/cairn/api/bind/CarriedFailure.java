package dev.cairn.api.bind;

import dev.cairn.api.CairnException;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Lets the runtime make a failure that happened in another process once more, in the words that it had there. */
public final class CarriedFailure {
  private static volatile @Nullable BiFunction<CairnException, String, CairnException> telling;

  private CarriedFailure() {}

  /** Called once, by {@link CairnException} itself. */
  public static void grant(BiFunction<CairnException, String, CairnException> tell) {
    telling = tell;
  }

  /** Returns this failure, which was just made, with the message that it had where it happened. */
  public static CairnException told(CairnException made, String message) {
    return Objects.requireNonNull(telling).apply(made, message);
  }
}
