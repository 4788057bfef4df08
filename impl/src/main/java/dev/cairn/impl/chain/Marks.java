package dev.cairn.impl.chain;

import dev.cairn.api.StoreHead;
import dev.cairn.api.StoreInspector.Damage;
import dev.cairn.spi.Position;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The places of one head, and whether the log comes by each with its hash. Used by one thread, once. */
public final class Marks {
  private final @Nullable StoreHead head;
  private final Deque<StoreHead.Mark> ahead = new ArrayDeque<>();
  private Position same = Position.START;
  private boolean done;

  private Marks(@Nullable StoreHead head) {
    this.head = head;
    if (head != null) {
      Stream.concat(head.earlier().stream(), Stream.of(new StoreHead.Mark(head.position(), head.hash())))
          .sorted(Comparator.comparing(Marks::position)).forEach(ahead::add);
    }
  }

  /** No place: the log is read to its end. */
  public static Marks none() {
    return new Marks(null);
  }

  /** Those of a head. */
  public static Marks of(StoreHead head) {
    return new Marks(head);
  }

  private static Position position(StoreHead.Mark mark) {
    return new Position(mark.position().generation(), mark.position().offset());
  }

  /** Whether all are passed, or one does not fit. */
  boolean areDone() { return done; }

  /**
   * Passes an entry of the log.
   *
   * @param recorded where the records of the chain end, if the entry comes after them
   * @return what does not fit
   */
  Optional<Damage> pass(Link at, Position recorded) {
    while (!ahead.isEmpty() && position(ahead.getFirst()).compareTo(at.position()) <= 0) {
      StoreHead.Mark mark = ahead.removeFirst();
      if (!position(mark).equals(at.position()) || !mark.hash().equalsIgnoreCase(at.text())) {
        return Optional.of(differs(position(mark), recorded));
      }
      same = at.position();
      done = ahead.isEmpty();
    }
    return Optional.empty();
  }

  private Damage differs(Position mark, Position recorded) {
    done = true;
    boolean inRecords = mark.compareTo(recorded) <= 0;
    String since = same.equals(Position.START) ? "" : " Up to position " + same + " it is the same.";
    String how = inRecords ? " The chain fits the log, so somebody has made it anew, or this is another history that"
        + " began with an older copy."
        : " What the chain has recorded, up to position " + recorded + ", fits the log: somebody has changed what"
            + " comes after it, or has made the chain anew.";
    return new Damage(logAfter(inRecords ? same : max(same, recorded)),
        "up to position " + mark + " it is another history than that of the head." + since + how,
        "nothing after that place is proven");
  }

  private static Position max(Position one, Position other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** Ends at the end of the log; returns what is missing. */
  Optional<Damage> end(Position last) {
    if (done || head == null) {
      return Optional.empty();
    }
    return Optional.of(new Damage(logAfter(last),
        "it ends there, and the head is at position " + head.position().generation() + ":" + head.position().offset()
            + ": what came after is missing. Its end was cut off, or an old copy was put back",
        same.equals(Position.START) ? "nothing is proven" : "what is stored up to position " + same + " is as it was"));
  }

  private String logAfter(Position position) {
    return "the log of store " + (head == null ? "" : head.store()) + " after position " + position;
  }
}
