package dev.cairn.impl.place;

import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.cairn.api.CairnException;
import dev.cairn.api.Refused;
import dev.cairn.api.WrongVersion;
import dev.cairn.impl.codec.LetterCodec;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What comes back for a {@link CommandLetter}.
 *
 * <pre>
 *   [version: 1 byte, 1] [outcome: 1 byte] ...
 *   VALUE, REASON    [type id: varint] [fields]         the answer; the reason of a refusal, of a declared class
 *   TEXT             [text]                             the reason of a refusal
 *   FAILURE          see {@link CarriedFailures}
 *   ELSEWHERE, DONE                                     nothing was executed, send it again; it was delivered
 *   UNKNOWN          [text]                             a {@link WrongVersion}, which says what
 * </pre>
 */
final class AnswerLetter {
  private static final int LARGEST = 64 << 20;

  static final byte VALUE = 0;
  static final byte REASON = 1;
  static final byte TEXT = 2;
  static final byte FAILURE = 3;
  static final byte ELSEWHERE = 4;
  static final byte DONE = 5;
  static final byte UNKNOWN = 6;

  private AnswerLetter() {}

  private static FieldOutput begin(byte outcome) {
    FieldOutput out = new FieldOutput(LARGEST);
    out.writeByte(CommandLetter.VERSION);
    out.writeByte(outcome);
    return out;
  }

  static byte[] bare(byte outcome) {
    return begin(outcome).toBytes();
  }

  static byte[] unknown(String what) {
    FieldOutput out = begin(UNKNOWN);
    CommandLetter.text(out, what);
    return out.toBytes();
  }

  /**
   * Makes the letter of an answer.
   *
   * @throws UnstorableValue with the rule that the answer breaks
   */
  static byte[] value(LetterCodec codec, Class<?> command, @Nullable Object answer) {
    FieldOutput out = begin(VALUE);
    codec.writeAnswer(command, answer, out);
    return out.toBytes();
  }

  static byte[] failure(LetterCodec codec, CairnException failure) {
    if (!(failure instanceof Refused refused)) {
      FieldOutput out = begin(FAILURE);
      CarriedFailures.write(failure, out);
      return out.toBytes();
    }
    FieldOutput out = begin(REASON);
    if (refused.reason() instanceof String || !codec.writeRefusal(refused.reason(), out)) {
      out = begin(TEXT);
      CommandLetter.text(out, String.valueOf(refused.reason()));
    }
    return out.toBytes();
  }

  /** The second byte. */
  static byte outcome(byte[] letter) {
    if (letter.length < 2) {
      throw new UnreadableRecord("it ends too early");
    }
    OtherVersion.require(letter[0]);
    return letter[1];
  }

  /**
   * The answer to an ask.
   *
   * @throws CairnException the failure that it brings
   * @throws UnreadableRecord if it is no answer that this program knows
   */
  static @Nullable Object open(String path, LetterCodec codec, byte[] letter) {
    byte outcome = outcome(letter);
    FieldInput in = new FieldInput(letter, 2, letter.length - 2);
    try {
      return switch (outcome) {
        case VALUE -> value(codec, in);
        case REASON -> throw new Refused(path, Objects.requireNonNull(value(codec, in)));
        case TEXT -> throw new Refused(path, Objects.requireNonNullElse(CommandLetter.text(in), ""));
        case FAILURE -> throw CarriedFailures.read(path, in);
        case DONE -> null;
        case UNKNOWN -> throw new WrongVersion(path, Objects.requireNonNullElse(CommandLetter.text(in), ""));
        default -> throw new UnreadableRecord("its outcome is unknown");
      };
    } catch (KryoException e) {
      throw new UnreadableRecord("it ends too early", e);
    }
  }

  private static @Nullable Object value(LetterCodec codec, FieldInput in) {
    int typeId = in.atMost(Integer.MAX_VALUE, "a type id");
    return codec.readAnswer(typeId, in.getBuffer(), in.position(), in.remaining());
  }
}
