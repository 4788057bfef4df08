package dev.cairn.api;

import java.util.stream.Stream;

/**
 * The streams of one store for a program that appends and reads events itself, without actors: for aggregates of its
 * own, for imports, for the journal of another library. {@link ActorSystem#streams} returns it. Any thread may call.
 *
 * <pre>{@code
 * var order = system.streams("main").stream(Order.STREAM, "42");
 * long last = order.append(0, NewEvent.all(new Placed("book", 2), new Paid(3000)));
 * order.events(1, last).forEach(event -> event.as(Order.STREAM).ifPresent(System.out::println));
 * }</pre>
 *
 * Events go through the same batches and syncs as those of actors; they stand in the same log, sealed by the same keys;
 * readers and tools show them in the same way. A stream has one kind of writer at a time: while an actor of its name is
 * active in this system, every change of the stream is {@link PersistRejected}; and an actor does not recover before
 * the appends that are under way have an outcome.
 */
public interface Streams {

  /** The name of the store. */
  String store();

  /**
   * Returns the address of a stream. Reads and writes nothing of the stream, which begins with its first event. The
   * first use of a type checks it against the store, and may wait for the store.
   *
   * @param id 1 to 1,024 bytes of well-formed UTF-8
   * @throws InvalidName if the id breaks that rule
   * @throws TypeRefused if values of the type cannot be stored, or have changed since they were stored without a
   *     declaration, or the store has records under this name and the type is one of bytes, or the other way round
   */
  <E, S> StreamRef<E, S> stream(StreamType<E, S> type, String id);

  /**
   * Returns the ids of all streams of a type that ever held something, ordered by their bytes. They are read page by
   * page as the result is consumed, on any thread; it need not be closed. A stream that begins meanwhile may or may not
   * appear.
   *
   * @param after the id after which to begin, whether there is such a stream or not; empty for all
   */
  Stream<String> ids(StreamType<?, ?> type, String after);

  /**
   * Forgets a stream or an actor of this store by its names, as {@link ActorSystem#forget}: for a program that has no
   * class of its type.
   *
   * @param type the name of a personal type
   * @throws TypeRefused if the store has no personal type of this name; nothing was done
   */
  void forget(String type, String id);
}
