package dev.cairn.impl.place;

import dev.cairn.api.ActorElsewhere;
import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.AskCycle;
import dev.cairn.api.AskInterrupted;
import dev.cairn.api.AskTimeout;
import dev.cairn.api.CairnException;
import dev.cairn.api.Forgotten;
import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.InvalidKey;
import dev.cairn.api.InvalidName;
import dev.cairn.api.KeyDisabled;
import dev.cairn.api.MailboxFull;
import dev.cairn.api.MissingKey;
import dev.cairn.api.MissingPersonalKey;
import dev.cairn.api.PathTaken;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.PersistUnknown;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StartFailed;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.TypeRefused;
import dev.cairn.api.UnknownKey;
import dev.cairn.api.UnwantedKey;
import dev.cairn.api.WrongCommand;
import dev.cairn.api.WrongKey;
import dev.cairn.api.WrongVersion;
import dev.cairn.api.bind.CarriedFailure;
import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Failures as letters carry them: a code, the words, and the number that some have; never a class name. What has no
 * code becomes an {@link ActorFailed} in its own words.
 *
 * <pre>
 *   [code: varint] [message] [number: signed varint] [words of the cause; none where there is no cause]
 * </pre>
 */
final class CarriedFailures {
  /** What a failure is made of once more. */
  private record Parts(String path, long number, @Nullable Throwable cause) {
    Throwable anyCause() {
      return Objects.requireNonNullElseGet(cause, () -> new ThereFailure("the other process gave no reason"));
    }
  }

  /** One kind; its place in the list is its code, which never changes. */
  private record Form(Class<? extends CairnException> type, Function<Parts, CairnException> make) {}

  /** What threw in the other process: its words only. */
  static final class ThereFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    ThereFailure(String message) {
      super(message, null, false, false);
    }
  }

  private static final List<Form> FORMS = List.of(
      new Form(ActorFailed.class, parts -> new ActorFailed(parts.path, parts.anyCause())),
      new Form(ActorStopped.class, parts -> new ActorStopped(parts.path, "")),
      new Form(AlreadyDone.class, parts -> new AlreadyDone(parts.path, "", parts.number)),
      new Form(AskCycle.class, parts -> new AskCycle("")),
      new Form(AskInterrupted.class, parts -> new AskInterrupted(parts.path)),
      new Form(AskTimeout.class, parts -> new AskTimeout(parts.path, Duration.ZERO)),
      new Form(MailboxFull.class, parts -> new MailboxFull(parts.path, 0)),
      new Form(PersistFailed.class, parts -> new PersistFailed("", parts.cause)),
      new Form(PersistRejected.class, parts -> new PersistRejected("", parts.cause)),
      new Form(PersistUnknown.class, parts -> new PersistUnknown("", "", parts.anyCause())),
      new Form(RecoveryFailed.class, parts -> new RecoveryFailed(parts.path, parts.anyCause())),
      new Form(StartFailed.class, parts -> new StartFailed(parts.path, parts.anyCause())),
      new Form(StoreUnavailable.class, parts -> new StoreUnavailable("", parts.cause)),
      new Form(StoreDamaged.class, parts -> new StoreDamaged("", parts.cause)),
      new Form(StoreRefused.class, parts -> new StoreRefused("", parts.cause)),
      new Form(HistoryCompacted.class, parts -> new HistoryCompacted("")),
      new Form(TypeRefused.class, parts -> new TypeRefused("", "")),
      new Form(WrongCommand.class, parts -> new WrongCommand(parts.path, Object.class, Object.class)),
      new Form(InvalidName.class, parts -> new InvalidName("", "", "")),
      new Form(PathTaken.class, parts -> new PathTaken(parts.path)),
      new Form(MissingKey.class, parts -> new MissingKey("")),
      new Form(UnwantedKey.class, parts -> new UnwantedKey("")),
      new Form(InvalidKey.class, parts -> new InvalidKey("", parts.cause)),
      new Form(UnknownKey.class, parts -> new UnknownKey((int) parts.number)),
      new Form(KeyDisabled.class, parts -> new KeyDisabled((int) parts.number)),
      new Form(WrongKey.class, parts -> new WrongKey("", (int) parts.number)),
      new Form(WrongVersion.class, parts -> new WrongVersion(parts.path, "")),
      new Form(ActorElsewhere.class, parts -> new ActorElsewhere(parts.path, "")),
      new Form(Forgotten.class, parts -> new Forgotten(parts.path)),
      new Form(MissingPersonalKey.class, parts -> new MissingPersonalKey(parts.path, "")));

  private static final Map<Class<?>, Integer> CODES = new HashMap<>();

  static {
    IntStream.range(0, FORMS.size()).forEach(code -> CODES.put(FORMS.get(code).type(), code));
  }

  private CarriedFailures() {}

  static void write(CairnException failure, FieldOutput out) {
    out.varint(CODES.getOrDefault(failure.getClass(), 0));
    CommandLetter.text(out, String.valueOf(failure.getMessage()));
    out.signed(number(failure));
    CommandLetter.text(out, failure.getCause() == null ? null : FailureText.of(failure.getCause()));
  }

  private static long number(CairnException failure) {
    return switch (failure) {
      case AlreadyDone done -> done.sequence();
      case UnknownKey key -> key.id();
      case KeyDisabled key -> key.id();
      case WrongKey key -> key.id();
      default -> 0;
    };
  }

  static CairnException read(String path, FieldInput in) {
    int code = in.atMost(Integer.MAX_VALUE, "a code");
    String message = Objects.requireNonNullElse(CommandLetter.text(in), "");
    long number = in.signed();
    String cause = CommandLetter.text(in);
    Form form = FORMS.get(code < FORMS.size() ? code : 0);
    return CarriedFailure.told(form.make().apply(new Parts(path, number,
        cause == null ? null : new ThereFailure(cause))), message);
  }
}
