package dev.cairn.tck;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendConfig.Mode;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Cardboard that opens and closes otherwise than it should: rules A, C and O. */
final class SabotagedOpenings {
  private SabotagedOpenings() {}

  static Stream<Broken> all() {
    return Stream.of(
        new Broken("a7", "gives a claim an epoch that may not write", Bent.opened(real -> new Bent(real) {
          @Override
          public Claim claim(StreamKey stream) {
            return new Claim(real.info().generation() + 1, Rules.head(real, stream));
          }
        })),
        new Broken("a8", "claims to take a byte more than it takes", info(info -> info.maxRecordBytes((1 << 20) + 1))),
        new Broken("c4", "reads on after it was closed", Bent.opened(ReadsOn::new)),
        new Broken("c5", "fails in its own words when it is closed", Bent.opened(OwnWords::new)),
        new Broken("c6", "counts below zero", Bent.opened(real -> new Bent(real) {
          @Override
          public Map<String, Long> statistics() {
            return Map.of("commits", -1L);
          }
        })),
        new Broken("o2", "calls itself otherwise",
            Bent.opened(real -> new Bent(real) {
              @Override
              public BackendInfo info() {
                return BackendInfo.embedded("other").generation(real.info().generation()).build();
              }
            })),
        new Broken("o3", "counts on after it was closed", Bent.opened(real -> new Bent(real) {
          @Override
          public Map<String, Long> statistics() {
            return Map.of();
          }
        })),
        new Broken("o4", "leaves cursors open", Bent.opened(ReadsOn::new)),
        new Broken("o16", "does not close a point in time", Bent.opened(Endless::new)));
  }

  static Stream<Broken> openings() {
    return Stream.of(
        new Broken("o5", "forgets the log when it is opened again", new CardboardProvider() {
          @Override
          void opened(CardboardBackend.Box box) {
            box.log.clear();
          }
        }),
        new Broken("o6", "lets two write", new TwoWriters()),
        new Broken("o9", "reads as of its opening", reading()),
        new Broken("o10", "reads as of its opening", reading()),
        new Broken("o11", "makes what must be there",
            config(config -> new BackendConfig(config.location(), Mode.CREATE, Optional.empty(), Map.of()))),
        new Broken("o12", "takes any setting",
            config(config -> new BackendConfig(config.location(), config.mode(), Optional.empty(), Map.of()))),
        new Broken("o13", "gives another durability than it was asked for",
            config(config -> new BackendConfig(config.location(), config.mode(), Optional.empty(), Map.of()))),
        new Broken("o14", "has one location", new Bent.Provider(new NeverLate()) {
          @Override
          Backend opened(BackendConfig config) {
            return super.opened(new BackendConfig(Path.of("one"), config.mode(), Optional.empty(), Map.of()));
          }
        }),
        new Broken("o15", "lets a stream have two writers", new NeverLate() {
          @Override
          BackendInfo.Builder claim(BackendInfo.Builder info) {
            return info.multiProcess();
          }
        }));
  }

  private static BackendProvider info(UnaryOperator<BackendInfo.Builder> bending) {
    return Bent.opened(real -> new Bent(real) {
      @Override
      public BackendInfo info() {
        BackendInfo info = real.info();
        return bending.apply(BackendInfo.embedded(info.name()).generation(info.generation())).build();
      }
    });
  }

  private static BackendProvider config(UnaryOperator<BackendConfig> bending) {
    return new Bent.Provider(new CardboardProvider()) {
      @Override
      Backend opened(BackendConfig config) {
        return super.opened(bending.apply(config));
      }
    };
  }

  private static BackendProvider reading() {
    return new Bent.Provider(new CardboardProvider()) {
      @Override
      Backend opened(BackendConfig config) {
        Backend backend = super.opened(config);
        return config.mode() == Mode.READ ? backend.pointInTime() : backend;
      }
    };
  }

  private static class TwoWriters extends CardboardProvider {
    @Override
    void opened(CardboardBackend.Box box) {
      box.held = false;
    }
  }

  private static class NeverLate extends TwoWriters {
    @Override
    boolean isLate(long epoch, long generation) {
      return false;
    }
  }

  private static final class ReadsOn extends Bent {
    ReadsOn(Backend real) {
      super(real);
    }

    @Override
    public Cursor<StoredEvent> events(StreamKey stream, long from, long to) {
      try {
        return Bent.listed(Rules.all(real.events(stream, from, to)));
      } catch (BackendException.Closed e) {
        return Bent.listed(List.of());
      }
    }
  }

  private static final class OwnWords extends Bent {
    OwnWords(Backend real) {
      super(real);
    }

    @Override
    public List<String> stores() {
      try {
        return real.stores();
      } catch (BackendException.Closed e) {
        throw new IllegalStateException("no longer open", e);
      }
    }
  }

  private static final class Endless extends Bent {
    Endless(Backend real) {
      super(real);
    }

    @Override
    public Backend pointInTime() {
      return new Bent(real.pointInTime()) {
        @Override
        public void close() {}
      };
    }
  }
}
