package dev.cairn.impl.mailbox;

import dev.cairn.api.Command;
import dev.cairn.api.Mailbox;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Any number of senders and one reader see a mailbox as a bounded queue that can be closed. */
public class MailboxStress {
  private static final int BOUND = 2;
  private static final int ITERATIONS = Integer.getInteger("stress", 1) * 2;

  /** A letter that carries a number. */
  private static final class Numbered extends Letter {
    private final int value;

    Numbered(int value) {
      this.value = value;
    }

    @Override
    public @Nullable Command<?, ?> open() {
      return null;
    }
  }

  /** The mailbox. */
  public static class Real {
    private final MailQueue queue = new MailQueue(Mailbox.of(BOUND)) {
      @Override
      protected Mailbox mailbox() {
        return Mailbox.of(BOUND);
      }
    };

    @Operation
    public Offer put(int value) {
      return queue.put(new Numbered(value));
    }

    @Operation
    public boolean errand(int value) {
      return queue.putErrand(new Numbered(value));
    }

    @Operation(nonParallelGroup = "reader")
    public int next() {
      Letter letter = queue.next();
      return letter == null ? 0 : ((Numbered) letter).value;
    }

    @Operation(nonParallelGroup = "reader")
    public List<Integer> close() {
      List<Integer> left = new ArrayList<>();
      queue.close(letter -> left.add(((Numbered) letter).value));
      return left;
    }

    @Operation(nonParallelGroup = "reader")
    public boolean closeIfEmpty() {
      return queue.closeIfEmpty();
    }
  }

  /** The mailbox, as most of its users see it. */
  public static class Plain {
    private final Real real = new Real();

    @Operation
    public Offer put(int value) {
      return real.put(value);
    }

    @Operation(nonParallelGroup = "reader")
    public int next() {
      return real.next();
    }
  }

  /** What it should be. */
  public static class Model {
    private final Deque<Integer> values = new ArrayDeque<>();
    private final Deque<Boolean> places = new ArrayDeque<>();
    private boolean closed;

    public Offer put(int value) {
      if (closed) {
        return Offer.CLOSED;
      }
      if (places.stream().filter(place -> place).count() >= BOUND) {
        return Offer.FULL;
      }
      add(value, true);
      return Offer.TAKEN;
    }

    public boolean errand(int value) {
      if (!closed) {
        add(value, false);
      }
      return !closed;
    }

    private void add(int value, boolean place) {
      values.add(value);
      places.add(place);
    }

    public int next() {
      places.poll();
      Integer value = values.poll();
      return value == null ? 0 : value;
    }

    public List<Integer> close() {
      List<Integer> left = List.copyOf(values);
      values.clear();
      places.clear();
      closed = true;
      return left;
    }

    public boolean closeIfEmpty() {
      closed |= values.isEmpty();
      return closed;
    }
  }

  @Test
  void every_interleaving_of_short_runs_is_one_of_a_bounded_queue() {
    new ModelCheckingOptions().sequentialSpecification(Model.class).iterations(ITERATIONS).threads(3)
        .actorsPerThread(3).invocationsPerIteration(500).check(Real.class);
  }

  @Test
  void a_bound_holds_whenever_a_sender_is_held_up() {
    new ModelCheckingOptions().sequentialSpecification(Model.class).iterations(ITERATIONS).threads(3)
        .actorsPerThread(3).invocationsPerIteration(500).check(Plain.class);
  }

  @Test
  void runs_on_real_threads_are_those_of_a_bounded_queue() {
    new StressOptions().sequentialSpecification(Model.class).iterations(ITERATIONS).threads(3)
        .actorsPerThread(3).invocationsPerIteration(2_000).check(Real.class);
  }
}
