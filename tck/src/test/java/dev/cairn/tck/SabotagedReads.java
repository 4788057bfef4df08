package dev.cairn.tck;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Cardboard that shows something else than it holds: rules A, I, L and R. */
final class SabotagedReads {
  private SabotagedReads() {}

  static Stream<Broken> all() {
    return Stream.of(events(), streams(), logs(), recoveries()).flatMap(each -> each);
  }

  private static Stream<Broken> events() {
    return Stream.of(
        new Broken("a1", "counts from two", showing(event -> new StoredEvent(event.stream(), event.sequence() + 1,
            event.position(), event.record()))),
        new Broken("a9", "keeps seven bits of a byte", showing(event -> new StoredEvent(event.stream(),
            event.sequence(), event.position(), sevenBits(event.record())))),
        new Broken("r1", "leaves out the upper bound", Bent.opened(real -> new Bent(real) {
          @Override
          public Cursor<StoredEvent> events(StreamKey stream, long from, long to) {
            return real.events(stream, from, to - 1);
          }
        })),
        new Broken("r2", "reads from the lower to the higher bound, whichever is which",
            Bent.opened(real -> new Bent(real) {
              @Override
              public Cursor<StoredEvent> events(StreamKey stream, long from, long to) {
                return real.events(stream, Math.min(from, to), Math.max(from, to));
              }
            })),
        new Broken("r7", "goes on with a cursor that is closed", Bent.opened(real -> new Bent(real) {
          @Override
          public Cursor<StoredEvent> events(StreamKey stream, long from, long to) {
            return Bent.listed(Rules.all(real.events(stream, from, to)));
          }
        })));
  }

  private static Stream<Broken> streams() {
    return Stream.of(
        new Broken("r3", "makes a stream of what is looked for", Bent.opened(MadeByReading::new)),
        new Broken("r8", "sorts ids as Java does", listing(
            (heads, store) -> heads.stream().sorted(Comparator.<StreamHead, String>comparing(head -> head.stream()
                .type()).thenComparing(head -> head.stream().id())).toList())),
        new Broken("c7", "lists in each point in time the streams of the first", Bent.opened(FirstMoment::new)),
        new Broken("r9", "lists heads without snapshots", listing((heads, store) -> heads.stream()
            .map(head -> new StreamHead(head.stream(), head.last(), head.purgedThrough(), head.purgedThrough(),
                List.of()))
            .toList())),
        new Broken("r10", "ends a list after a page", listing((heads, store) -> heads.stream().limit(1000).toList())),
        new Broken("r11", "lists stores as they come", Bent.opened(real -> new Bent(real) {
          @Override
          public List<String> stores() {
            return real.stores().stream().sorted(Comparator.reverseOrder()).toList();
          }
        })),
        new Broken("i3", "writes ids small", listing((heads, store) -> heads.stream()
            .map(head -> new StreamHead(new StreamKey(store, head.stream().type(), head.stream().id()
                .toLowerCase(Locale.ROOT)), head.last(), head.deletedThrough(), head.purgedThrough(),
                head.snapshots()))
            .toList())));
  }

  private static Stream<Broken> logs() {
    return Stream.of(
        new Broken("i5", "shows in a log what is in stores that begin alike", Bent.opened(real -> new Bent(real) {
          @Override
          public LogCursor log(String store, Position after) {
            List<StoredEvent> found = new ArrayList<>();
            real.stores().stream().filter(name -> name.startsWith(store))
                .forEach(name -> found.addAll(Rules.all(real.log(name, after))));
            return logOf(real.log(store, after), found, real.log(store, after).horizon());
          }
        })),
        new Broken("c2", "has a horizon beyond an empty log", beyondAnEmptyLog()),
        new Broken("l3", "has a horizon beyond an empty log", beyondAnEmptyLog()),
        new Broken("l4", "has no horizon beyond the events that are left", horizon((real, found) -> found.isEmpty()
            ? Position.START : found.get(found.size() - 1).position())));
  }

  private static Stream<Broken> recoveries() {
    return Stream.of(
        new Broken("a12", "remembers the first head of a stream", Bent.opened(FirstHead::new)),
        new Broken("r4", "recovers from the newest snapshot in any case", Bent.opened(real -> new Bent(real) {
          @Override
          public Recovery recover(StreamKey stream, long atMost) {
            return real.recover(stream, Long.MAX_VALUE);
          }
        })),
        new Broken("r6", "shows in a recovery what came after it", Bent.opened(real -> new Bent(real) {
          @Override
          public Recovery recover(StreamKey stream, long atMost) {
            Recovery recovery = real.recover(stream, atMost);
            return new Recovery(recovery.head(), recovery.snapshot(), new Live(real, stream));
          }
        })));
  }

  private static byte[] sevenBits(byte[] record) {
    byte[] bent = new byte[record.length];
    for (int at = 0; at < bent.length; at++) {
      bent[at] = (byte) (record[at] & 0x7F);
    }
    return bent;
  }

  private static BackendProvider showing(UnaryOperator<StoredEvent> bending) {
    return new CardboardProvider() {
      @Override
      List<StoredEvent> read(List<StoredEvent> events) {
        return events.stream().map(bending).toList();
      }
    };
  }

  private static BackendProvider listing(BiFunction<List<StreamHead>, String, List<StreamHead>> bending) {
    return Bent.opened(backend -> new Bent(backend) {
      @Override
      public Cursor<StreamHead> streams(String store, Optional<StreamKey> after) {
        return Bent.listed(bending.apply(Rules.all(real.streams(store, after)), store));
      }
    });
  }

  private static BackendProvider horizon(BiFunction<Backend, List<StoredEvent>, Position> bending) {
    return Bent.opened(backend -> new Bent(backend) {
      @Override
      public LogCursor log(String store, Position after) {
        List<StoredEvent> found = Rules.all(real.log(store, after));
        return logOf(real.log(store, after), found, bending.apply(real, found));
      }
    });
  }

  private static BackendProvider beyondAnEmptyLog() {
    return horizon((real, found) -> found.isEmpty() ? new Position(real.info().generation(), 1)
        : found.get(found.size() - 1).position());
  }

  private static LogCursor logOf(LogCursor real, List<StoredEvent> events, Position horizon) {
    Cursor<StoredEvent> rest = Bent.listed(events);
    return new Bent.Log(real) {
      @Override
      public Position horizon() {
        return horizon;
      }

      @Override
      public @Nullable StoredEvent next() {
        return rest.next();
      }
    };
  }

  private static final class MadeByReading extends Bent {
    private final TreeSet<String> looked = new TreeSet<>();

    MadeByReading(Backend real) {
      super(real);
    }

    @Override
    public Recovery recover(StreamKey stream, long atMost) {
      looked.add(stream.store());
      return real.recover(stream, atMost);
    }

    @Override
    public List<String> stores() {
      looked.addAll(real.stores());
      return List.copyOf(looked);
    }
  }

  private static final class FirstHead extends Bent {
    private final Map<StreamKey, Claim> first = new HashMap<>();

    FirstHead(Backend real) {
      super(real);
    }

    @Override
    public Claim claim(StreamKey stream) {
      return first.computeIfAbsent(stream, real::claim);
    }
  }

  private static final class FirstMoment extends Bent {
    private final Map<String, List<StreamHead>> first = new ConcurrentHashMap<>();

    FirstMoment(Backend real) {
      super(real);
    }

    @Override
    public Backend pointInTime() {
      return new Bent(real.pointInTime()) {
        @Override
        public Cursor<StreamHead> streams(String store, Optional<StreamKey> after) {
          return listed(first.computeIfAbsent(store, name -> Rules.all(real.streams(name, after))));
        }
      };
    }
  }

  private static final class Live implements Cursor<StoredEvent> {
    private final Backend backend;
    private final StreamKey stream;
    private long read;

    Live(Backend backend, StreamKey stream) {
      this.backend = backend;
      this.stream = stream;
    }

    @Override
    public @Nullable StoredEvent next() {
      StoredEvent event = backend.events(stream, read + 1, read + 1).next();
      read += event == null ? 0 : 1;
      return event;
    }

    @Override
    public void close() {}
  }
}
