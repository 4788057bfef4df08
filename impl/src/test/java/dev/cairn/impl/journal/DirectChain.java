package dev.cairn.impl.journal;

import dev.cairn.api.EventMetadata;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.LoggedState;
import dev.cairn.api.NewEvent;
import dev.cairn.api.PersistException;
import dev.cairn.api.StoreException;
import dev.cairn.api.StreamRef;
import dev.cairn.api.StreamType;
import dev.cairn.impl.journal.Chain.At;
import dev.cairn.impl.journal.Chain.Link;
import dev.cairn.impl.journal.Chain.Linked;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Look;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Purge;
import dev.cairn.impl.journal.Chain.Put;
import dev.cairn.impl.journal.Chain.PutAll;
import dev.cairn.impl.journal.Chain.PutWith;
import dev.cairn.impl.journal.Chain.TakeSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A chain that a program keeps in a stream without an actor: it reads what is there, decides, and appends to what it
 * has read. Used by one thread.
 */
final class DirectChain implements ChainRef {
  static final StreamType<Linked, Links> TYPE = StreamType.of(Chain.TYPE);

  private static final String TOO_LARGE = "x".repeat(1 << 20);

  /** What the program takes for stored. */
  private record Known(long last, Links links) {
    Known plus(List<Long> values) {
      Links after = links;
      for (long value : values) {
        after = after.plus(value);
      }
      return new Known(last + values.size(), after);
    }
  }

  private final Supplier<StreamRef<Linked, Links>> address;
  private final boolean compacts;
  private final Map<String, Known> beforeCommand = new HashMap<>();
  private @Nullable Known ahead;
  private CompletableFuture<?> newest = CompletableFuture.completedFuture(null);

  /**
   * Keeps a chain.
   *
   * @param address of the stream in the system of now
   * @param compacts whether each snapshot takes the place of its events
   */
  DirectChain(Supplier<StreamRef<Linked, Links>> address, boolean compacts) {
    this.address = address;
    this.compacts = compacts;
  }

  private StreamRef<Linked, Links> stream() {
    return address.get();
  }

  /** The system was opened again. */
  void forget() {
    ahead = null;
  }

  private Known read() {
    Optional<LoggedState> snapshot = stream().snapshot(Long.MAX_VALUE);
    long[] last = { snapshot.map(LoggedState::sequence).orElse(0L) };
    Links[] links = { snapshot.flatMap(state -> state.as(TYPE)).orElse(Links.NONE) };
    stream().events(last[0] + 1, Long.MAX_VALUE).forEach(event -> {
      last[0] = event.sequence();
      links[0] = links[0].plus(((Link) event.as(TYPE).orElseThrow()).value());
    });
    Known known = new Known(Math.max(last[0], stream().lastSequence()), links[0]);
    ahead = known;
    return known;
  }

  @Override
  @SuppressWarnings("unchecked") // an order says what its answer is
  public <R> R ask(@Nullable String id, Order<R> order) {
    return (R) switch (order) {
      case Put put -> append(id, List.of(put.value()));
      case PutAll all -> append(id, all.values());
      case PutWith with -> append(id, List.of(with.value()));
      case Look look -> read().links();
      case At at -> stream().lastSequence();
      case TakeSnapshot take -> snapshot();
      case Purge purge -> {
        ahead = null;
        stream().purge();
        yield Links.NONE;
      }
    };
  }

  private Links append(@Nullable String id, List<Long> values) {
    Known known = asBefore(id, this::read);
    ahead = null;
    stream().append(known.last(), events(id, values));
    return known.plus(values).links();
  }

  /** What a command was decided on: a repeat is appended as it was, so that the store knows it. */
  private Known asBefore(@Nullable String id, Supplier<Known> now) {
    return id == null ? now.get() : beforeCommand.computeIfAbsent(id, command -> now.get());
  }

  /** An event of a value that an actor's apply rejects is one that the store rejects. */
  private static List<NewEvent<Linked>> events(@Nullable String id, List<Long> values) {
    return values.stream().<NewEvent<Linked>>map(value -> {
      NewEvent<Linked> event = NewEvent.of(new Link(value));
      NewEvent<Linked> sized = value < 0 ? event.with(EventMetadata.NONE.with("much", TOO_LARGE)) : event;
      return id == null ? sized : sized.commandId(id);
    }).toList();
  }

  private boolean snapshot() {
    try {
      Known known = read();
      if (known.last() > 0 && known.links().count() > 0) {
        stream().putSnapshot(known.last(), known.links(), compacts ? 1 : 2);
        if (compacts) {
          stream().deleteThrough(known.last());
        }
      }
      return true;
    } catch (PersistException | StoreException e) {
      return false;
    }
  }

  @Override
  @SuppressWarnings("unchecked") // as above
  public <R> CompletableFuture<R> askAsync(@Nullable String id, Order<R> order) {
    return (CompletableFuture<R>) switch (order) {
      case Put put -> appendAsync(id, List.of(put.value()));
      case PutAll all -> appendAsync(id, all.values());
      case Look look -> {
        Links seen = known().links();
        yield newest.thenApply(stored -> seen);
      }
      default -> throw new IllegalArgumentException("never asked so");
    };
  }

  private Known known() {
    return ahead == null ? read() : ahead;
  }

  private CompletableFuture<Links> appendAsync(@Nullable String id, List<Long> values) {
    Known known = known();
    Known before = asBefore(id, () -> known);
    Known after = before.plus(values);
    CompletableFuture<Links> answer =
        stream().appendAsync(before.last(), events(id, values)).thenApply(stored -> after.links());
    if (before.equals(known)) {
      ahead = after;
      newest = answer;
    }
    return answer;
  }

  @Override
  public Stream<LoggedEvent> events() {
    return stream().events(1, Long.MAX_VALUE);
  }
}
