package dev.cairn.cluster.pekko;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.cluster.pekko.SliceMessage.Answer;
import dev.cairn.cluster.pekko.SliceMessage.Deliver;
import dev.cairn.cluster.pekko.SliceMessage.Release;
import dev.cairn.cluster.pekko.Standing.Message.Question;
import dev.cairn.cluster.pekko.Standing.Message.Vote;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * The messages of this module between processes, as bytes. Each has a letter for a name; no class is named.
 *
 * <pre>
 *   D   length of the address (4 bytes), address of the asker, letter
 *   A   answer
 *   F   why there is no answer
 *   U   nothing: the letter was not delivered
 *   R   nothing
 *   Q   number of the process that asks (8 bytes), its address
 *   Y, N   nothing: it is a member, it is none
 * </pre>
 */
public final class LetterSerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 25_520;
  private static final String DELIVER = "D";
  private static final String ANSWER = "A";
  private static final String FAILURE = "F";
  private static final String UNDELIVERED = "U";
  private static final String RELEASE = "R";
  private static final String QUESTION = "Q";
  private static final String YES = "Y";
  private static final String NO = "N";

  private final ActorRefResolver addresses;

  /** Made by Pekko. */
  public LetterSerializer(ExtendedActorSystem system) {
    addresses = ActorRefResolver.get(Adapter.toTyped(system));
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return switch (message) {
      case Deliver deliver -> DELIVER;
      case Answer.Bytes answer -> ANSWER;
      case Answer.Failed failed -> FAILURE;
      case Answer.Undelivered undelivered -> UNDELIVERED;
      case Release release -> RELEASE;
      case Question question -> QUESTION;
      case Vote vote -> vote == Vote.YES ? YES : NO;
      default -> throw new IllegalArgumentException("No message between processes: " + message.getClass().getName());
    };
  }

  @Override
  public byte[] toBinary(Object message) {
    return switch (message) {
      case Deliver deliver -> bytes(deliver);
      case Answer.Bytes answer -> answer.bytes();
      case Answer.Failed failed -> failed.why().getBytes(UTF_8);
      case Question question -> bytes(question);
      default -> new byte[0];
    };
  }

  private byte[] bytes(Question question) {
    byte[] address = address(question.replyTo());
    return ByteBuffer.allocate(Long.BYTES + address.length).putLong(question.uid()).put(address).array();
  }

  private byte[] address(ActorRef<?> asker) {
    return addresses.toSerializationFormat(asker).getBytes(UTF_8);
  }

  private byte[] bytes(Deliver deliver) {
    byte[] address = address(deliver.replyTo());
    byte[] letter = deliver.letter();
    return ByteBuffer.allocate(Integer.BYTES + address.length + letter.length).putInt(address.length).put(address)
        .put(letter).array();
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    return switch (manifest) {
      case DELIVER -> deliver(ByteBuffer.wrap(bytes));
      case ANSWER -> new Answer.Bytes(bytes);
      case FAILURE -> new Answer.Failed(new String(bytes, UTF_8));
      case UNDELIVERED -> Answer.Undelivered.UNDELIVERED;
      case RELEASE -> Release.RELEASE;
      case QUESTION -> question(ByteBuffer.wrap(bytes));
      case YES -> Vote.YES;
      case NO -> Vote.NO;
      default -> throw new IllegalArgumentException("No message of this version: '" + manifest + "'");
    };
  }

  private Question question(ByteBuffer bytes) {
    long uid = bytes.getLong();
    return new Question(uid, addresses.resolveActorRef(UTF_8.decode(bytes).toString()));
  }

  private Deliver deliver(ByteBuffer bytes) {
    int length = bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    String address = UTF_8.decode(bytes.slice(bytes.position(), length)).toString();
    bytes.position(bytes.position() + length);
    byte[] letter = new byte[bytes.remaining()];
    bytes.get(letter);
    return new Deliver(letter, addresses.resolveActorRef(address));
  }
}
