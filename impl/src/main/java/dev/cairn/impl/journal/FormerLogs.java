package dev.cairn.impl.journal;

import dev.cairn.api.StoreException;
import dev.cairn.api.StoreRefused;
import dev.cairn.impl.backend.HandedOver;
import dev.cairn.impl.backend.HandedOver.Origin;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.impl.record.StoreId;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place in the log of a store for a position of the log that it had before it was handed over from another
 * location. Both logs have the same events in the same order, so the place is just before the event that was next; the
 * former location, which stays as it was, is read for that. Any thread may call.
 *
 * <pre>
 *   former   ... 3:17  3:18 | 3:21  4:1 |            a reader that has taken 3:18: next came 3:21
 *   now      ... 5:204 5:205| 5:206 5:207 | 6:1      the same event stands at 5:206, so the place is 5:205
 * </pre>
 */
public final class FormerLogs {
  private static final GuardedLogger LOG = GuardedLogger.of(FormerLogs.class);

  private final String store;
  private final Committer committer;
  private final Manifest manifest;

  /**
   * A position, and the store in whose log it is.
   *
   * @param of the identity of the store, which is another one after a hand-over
   */
  public record Place(StoreId of, Position position) {}

  FormerLogs(String store, Committer committer, Manifest manifest) {
    this.store = store;
    this.committer = committer;
    this.manifest = manifest;
  }

  /**
   * Finds a place in the log of now; one of that log is it already.
   *
   * @throws StoreRefused if the store was not handed over from there, or the former location cannot be read
   */
  public Place placeNow(Place place) {
    return placeNow(place.of().toString(), place.position());
  }

  /** Finds a place, as {@link #placeNow(Place)} does, for a position in the log of a store with this identity. */
  public Place placeNow(String of, Position position) {
    return committer.read(committer.patience(), backend -> {
      StoreId now = manifest.storeId();
      return new Place(now,
          of.equals(now.toString()) ? position : place(committer.location().data(), backend, of, position));
    });
  }

  private Position place(Path data, Backend now, String of, Position position) {
    Origin origin = HandedOver.origin(data).filter(from -> from.ids().containsKey(store)).orElseThrow(
        () -> new StoreRefused(
            "The offset " + of + "@" + position + " is of another store than " + store + ", which is "
                + manifest.storeId() + ". A copy is read from its start.",
            null));
    try (Backend former = open(origin)) {
      Position there = of.equals(origin.ids().get(store)) ? position : place(origin.from(), former, of, position);
      return place(former, now, store, there).orElse(origin.ends().get(store));
    } catch (BackendException e) {
      throw Location.explain(origin.from(), e);
    }
  }

  private Backend open(Origin origin) {
    @Nullable
    Backend former = null;
    try {
      former = committer.location().openToRead(origin.from());
      if (StoreDescription.identity(former, store).filter(found -> isOf(origin, found)).isPresent()) {
        return former;
      }
    } catch (StoreException | BackendException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "The former location " + origin.from() + " cannot be read.", e);
    }
    if (former != null) {
      former.close();
    }
    throw new StoreRefused("An offset of store " + store + " is of the location " + origin.from() + ", from which the"
        + " store was handed over, and which cannot be read there. Put its folder back; or read from the start.", null);
  }

  private boolean isOf(Origin origin, StoreIdentity found) {
    return found.id().toString().equals(origin.ids().get(store));
  }

  /** Finds the place in one log for a position of another; empty where that has no later event that this one has. */
  private static Optional<Position> place(Backend former, Backend now, String store, Position position) {
    try (LogCursor log = former.log(store, position)) {
      for (StoredEvent next = next(log); next != null; next = next(log)) {
        Optional<Position> here = before(now, next.stream(), next.sequence());
        if (here.isPresent()) {
          return here;
        }
      }
      return Optional.empty();
    }
  }

  /** The next event of a log that a copy has too; null at its end. */
  public static @Nullable StoredEvent next(LogCursor log) {
    StoredEvent event = log.next();
    while (event != null && StoreDescription.owns(event.stream()) && !Withdrawals.holds(event.stream())) {
      event = log.next();
    }
    return event;
  }

  /** The position just before an event; empty if it is not stored. */
  public static Optional<Position> before(Backend backend, StreamKey stream, long sequence) {
    try (Cursor<StoredEvent> events = backend.events(stream, sequence, sequence)) {
      return Optional.ofNullable(events.next()).map(StoredEvent::position)
          .map(position -> new Position(position.generation(), position.offset() - 1));
    }
  }
}
