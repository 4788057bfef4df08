package dev.cairn.impl.place;

import dev.cairn.api.ActorElsewhere;
import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnException;
import dev.cairn.api.Command;
import dev.cairn.api.TypeRefused;
import dev.cairn.impl.codec.LetterCodec;
import dev.cairn.impl.record.UnknownType;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.spi.Placement;
import dev.cairn.spi.PlacementConfig;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * A system whose location is shared with other processes: which slices are here, letters out and letters in. Any thread
 * may call.
 *
 * <pre>
 *   slice    UNKNOWN --gained--> HERE --release--> LEAVING --its actors rest--> GONE --gained--> HERE
 *            a letter from outside is handled in the first three, and is "elsewhere" once the slice is GONE;
 *            a command from inside leaves this process as soon as the slice is LEAVING
 * </pre>
 */
public final class Placed implements Placement.Receiver, AutoCloseable {
  private static final int HERE = 1;
  private static final int LEAVING = 2;
  private static final int GONE = 3;
  private static final Duration PING = Duration.ofSeconds(10);

  private final Placement placement;
  private final Actors actors;
  private final AtomicIntegerArray states;
  private final Ownership ownership;
  private final Map<String, LetterCodec> codecs = new ConcurrentHashMap<>();
  private final List<Guest> guests = new CopyOnWriteArrayList<>();
  private volatile @Nullable PlacementConfig cluster;
  private volatile @Nullable ClusterFile shown;

  /** Something that runs in one process at a time: where its slice is. */
  public interface Guest {
    /** The slice. */
    int slice();

    /** Begins to run here, unless it does. Does not wait. */
    void begin();

    /** Ends here; the stage ends when nothing of it runs any more. */
    CompletionStage<@Nullable Void> end();
  }

  /** Joins nothing yet: {@link #open} does, once the types are known. */
  public Placed(Placement placement, Actors actors, int slices) {
    this.placement = placement;
    this.actors = actors;
    this.states = new AtomicIntegerArray(slices);
    this.ownership = new Ownership(placement, actors);
  }

  private static String name(String store, String type) {
    return store + "/" + type;
  }

  /** Lets actors of a type be reached. */
  public void add(ActorType<?, ?, ?> type, LetterCodec codec) {
    codecs.put(name(type.store(), type.name()), codec);
  }

  /**
   * Joins the cluster.
   *
   * @throws IllegalArgumentException if a setting cannot be given
   * @throws Placement.NotJoined if this process cannot become a member
   */
  public void open(PlacementConfig config) {
    placement.open(this, config);
    cluster = config;
  }

  /** Writes who takes part into a folder, until this is closed. */
  public void showIn(Path data) {
    shown = ClusterFile.start(data, Objects.requireNonNull(cluster, "cluster"), placement);
  }

  /**
   * Refuses a type whose letters nobody knows.
   *
   * @throws TypeRefused if it was not registered when the system was opened
   */
  public void require(ActorType<?, ?, ?> type) {
    if (!codecs.containsKey(name(type.store(), type.name()))) {
      throw new TypeRefused(type.name(), "the system is placed in several processes, and this type was not registered "
          + "when it was opened. Name it in builder().types(...), in every process.");
    }
  }

  /** The slice of an actor. */
  public int slice(StreamKey actor) {
    return Slices.of(actor, states.length());
  }

  /** The slice of a reader of a store's log. */
  public int sliceOfReader(String store, String reader) {
    return Slices.ofReader(store, reader, states.length());
  }

  /** Whether a command from inside stays in this process. */
  public boolean isHere(int slice) {
    return states.get(slice) < LEAVING && placement.here(slice);
  }

  /**
   * Whether this process runs a slice, and no other one: to be asked before a stream is claimed, and after it. Waits a
   * second at most.
   */
  public boolean confirm(int slice) {
    return ownership.confirm(slice) && isHere(slice);
  }

  /** Somebody has taken over an actor of this process. */
  public void overtaken() {
    ownership.overtaken();
  }

  /** Who takes part, as far as this process knows. */
  public List<Placement.Member> members() {
    return placement.members();
  }

  /** Sends something; ends with the answer or a {@code CairnException}, shortly after its time at the latest. */
  public CompletableFuture<@Nullable Object> send(Outgoing what) {
    LetterCodec codec = codecs.get(name(what.to().store(), what.to().type()));
    try {
      byte[] letter = CommandLetter.write(what.head(), out -> {
        if (what.command() != null && codec != null) {
          codec.writeCommand(what.command(), out);
        }
      });
      return new Sending(placement, slice(what.to()), what, codec, letter).start();
    } catch (UnstorableValue e) {
      return CompletableFuture.failedFuture(new ActorElsewhere(what.to().toString(),
          "The command was not sent and not executed, because it cannot be carried: " + e.rule() + "."));
    }
  }

  /** Runs a guest where its slice is, until it is removed. */
  public void add(Guest guest) {
    guests.add(guest);
    if (isHere(guest.slice())) {
      guest.begin();
    }
  }

  /** Asks the placement for the slice of a reader, so that some process runs it. */
  public void wake(Guest guest, String store, String reader) {
    byte[] ping = CommandLetter.write(new CommandLetter.Head(CommandLetter.Kind.PING,
        new StreamKey(store, Slices.READER, reader), null, null, null, null), out -> {
        });
    placement.send(guest.slice(), ping, PING);
  }

  /** Does not run a guest any more. */
  public void remove(Guest guest) {
    guests.remove(guest);
  }

  @Override
  public CompletionStage<byte[]> receive(int slice, byte[] bytes) {
    if (states.get(slice) == GONE) {
      return CompletableFuture.completedFuture(AnswerLetter.bare(AnswerLetter.ELSEWHERE));
    }
    try {
      CommandLetter letter = CommandLetter.read(bytes);
      return letter.kind() == CommandLetter.Kind.PING
          ? CompletableFuture.completedFuture(AnswerLetter.bare(AnswerLetter.DONE)) : handle(letter);
    } catch (OtherVersion e) {
      return unknown("it was not executed: " + e.getMessage());
    } catch (UnknownType e) {
      return unknown("it was not executed, because the program there does not have it in this version.");
    } catch (UnreadableRecord e) {
      return unknown("it was not executed, because the program there cannot read it: " + e.rule() + ".");
    }
  }

  private static CompletionStage<byte[]> unknown(String what) {
    return CompletableFuture.completedFuture(AnswerLetter.unknown(what));
  }

  private CompletionStage<byte[]> handle(CommandLetter letter) {
    LetterCodec codec = codecs.get(name(letter.to().store(), letter.to().type()));
    if (codec == null) {
      return unknown("it was not executed, because the program there has not registered the actor type "
          + letter.to().type() + ".");
    }
    if (letter.kind() == CommandLetter.Kind.SPAWN || letter.kind() == CommandLetter.Kind.WAKE) {
      return actors.deliver(letter, null)
          .handle((done, failure) -> failure == null ? AnswerLetter.bare(AnswerLetter.DONE)
              : failure(codec, letter, failure));
    }
    Command<?, ?> command =
        (Command<?, ?>) codec.readCommand(letter.typeId(), letter.bytes(), letter.offset(), letter.length());
    return actors.deliver(letter, command).handle((value, failure) -> failure == null
        ? answer(codec, letter, command, value) : failure(codec, letter, failure));
  }

  private static byte[] answer(LetterCodec codec, CommandLetter letter, Command<?, ?> command,
      @Nullable Object value) {
    if (letter.kind() == CommandLetter.Kind.TELL) {
      return AnswerLetter.bare(AnswerLetter.DONE);
    }
    try {
      return AnswerLetter.value(codec, command.getClass(), value);
    } catch (UnstorableValue e) {
      return AnswerLetter.failure(codec, new ActorElsewhere(letter.to().toString(),
          "The command was executed, and its answer cannot be carried: " + e.rule() + "."));
    }
  }

  private static byte[] failure(LetterCodec codec, CommandLetter letter, Throwable failure) {
    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause() : failure;
    if (cause instanceof Elsewhere) {
      return AnswerLetter.bare(AnswerLetter.ELSEWHERE);
    }
    if (cause instanceof TimeoutException) {
      throw new CompletionException(cause); // no answer: the asker knows best how long it has waited
    }
    return AnswerLetter.failure(codec,
        cause instanceof CairnException known ? known : new ActorFailed(letter.to().toString(), cause));
  }

  @Override
  public void gained(int slice) {
    states.set(slice, HERE);
    guests.stream().filter(guest -> guest.slice() == slice).forEach(Guest::begin);
  }

  @Override
  public CompletionStage<Void> release(int slice) {
    if (!leave(slice)) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<?>[] ends = guests.stream().filter(guest -> guest.slice() == slice)
        .map(guest -> guest.end().toCompletableFuture()).toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(ends).thenCombine(actors.release(slice), (readers, rested) -> rested)
        .handle((rested, failure) -> {
          states.compareAndSet(slice, LEAVING, GONE);
          return null;
        });
  }

  private boolean leave(int slice) {
    int before;
    do {
      before = states.get(slice);
    } while (before != GONE && !states.compareAndSet(slice, before, LEAVING));
    return before != GONE;
  }

  @Override
  public void doubt(boolean unsure) {
    actors.doubt(unsure);
  }

  @Override
  public void lost(String reason) {
    actors.lost(reason);
  }

  /** Leaves the cluster: the slices of this process are released first. */
  @Override
  public void close() {
    placement.close();
    ClusterFile file = shown;
    if (file != null) {
      file.close();
    }
  }
}
