package dev.cairn.tck;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Cardboard for several writers that breaks what they count on: rules N. */
final class SabotagedWriters {
  private SabotagedWriters() {}

  /** Lets several sessions write one box, and keeps every rule. */
  static class Shared extends CardboardProvider {
    @Override
    void opened(CardboardBackend.Box box) {
      box.held = false;
    }

    @Override
    BackendInfo.Builder claim(BackendInfo.Builder info) {
      return info.multiProcess();
    }
  }

  static Stream<Broken> all() {
    return Stream.of(claims(), batches(), holds()).flatMap(each -> each);
  }

  private static Stream<Broken> batches() {
    return Stream.of(
        new Broken("n4", "numbers the events of each session apart", bent(OwnPositions::new)),
        new Broken("n5", "shows a horizon that others have not come to", bent(AheadOfItself::new)),
        new Broken("n7", "settles nothing", bent(real -> new Bent(real) {
          @Override
          public void settle(long generation) {
            real.info();
          }
        })),
        new Broken("n9", "claims what it deletes", bent(real -> new Bent(real) {
          @Override
          public List<CommitResult> commit(List<Commit> commits) {
            commits.stream().filter(commit -> commit.epoch() == Commit.NO_EPOCH)
                .forEach(commit -> real.claim(commit.stream()));
            return real.commit(commits);
          }
        })),
        new Broken("n11", "forgets who claimed what when it is opened", new Shared() {
          @Override
          void opened(CardboardBackend.Box box) {
            super.opened(box);
            box.epochs.clear();
          }
        }),
        new Broken("n12", "settles with a session all that began before it", bent(real -> new Bent(real) {
          @Override
          public void settle(long generation) {
            for (long each = Math.min(generation, real.info().generation() - 1); each > 0; each--) {
              real.settle(each);
            }
          }
        })));
  }

  private static Stream<Broken> holds() {
    return Stream.of(
        new Broken("n8", "knows its own readers only", bent(real -> new Bent(real) {
          @Override
          public void hold(String store, String reader, Position readThrough) {
            real.info();
          }
        })),
        new Broken("n8", "holds nothing of a reader that is told twice", bent(real -> new Bent(real) {
          @Override
          public void hold(String store, String reader, Position readThrough) {
            real.release(store, reader, Optional.of(readThrough));
          }
        })),
        new Broken("n10", "holds later than it says", bent(Late::new)),
        new Broken("n12", "holds for a reader only while the session lives", bent(ForALife::new)),
        new Broken("n12", "lets go with a purge what it holds", bent(UpToAPurge::new)));
  }

  private static Stream<Broken> claims() {
    return Stream.of(
        new Broken("n1", "counts claims for each session", new Shared() {
          @Override
          long nextEpoch(CardboardBackend.Box box) {
            return ++box.claims % 3 + 1;
          }
        }),
        new Broken("n1", "lets the newer session win for ever", new Shared() {
          @Override
          boolean isLate(long epoch, long claimed) {
            return epoch < claimed - 1;
          }
        }),
        new Broken("n2", "renews by a claim", bent(real -> new Bent(real) {
          @Override
          public Claim renew(StreamKey stream, long epoch) {
            return real.claim(stream);
          }
        })),
        new Broken("n3", "fences the others when it is opened", new Shared() {
          @Override
          void opened(CardboardBackend.Box box) {
            super.opened(box);
            box.epochs.replaceAll((stream, epoch) -> ++box.claims);
          }
        }),
        new Broken("n6", "looks at the epoch before the turn of a commit", bent(Early::new)));
  }

  private static Bent.Provider bent(UnaryOperator<Backend> bending) {
    return new Bent.Provider(new Shared()) {
      @Override
      Backend opened(BackendConfig config) {
        return bending.apply(super.opened(config));
      }
    };
  }

  private static final class OwnPositions extends Bent {
    private long own;

    OwnPositions(Backend real) {
      super(real);
    }

    @Override
    public List<CommitResult> commit(List<Commit> commits) {
      List<CommitResult> results = new ArrayList<>();
      for (CommitResult result : real.commit(commits)) {
        results.add(result instanceof CommitResult.Stored
            ? new CommitResult.Stored(new Position(real.info().generation(), ++own)) : result);
      }
      return results;
    }
  }

  private static final class AheadOfItself extends Bent {
    AheadOfItself(Backend real) {
      super(real);
    }

    @Override
    public LogCursor log(String store, Position after) {
      return new Log(real.log(store, after)) {
        @Override
        public Position horizon() {
          Position read = real.horizon();
          return read.offset() == 0 ? read : new Position(read.generation(), read.offset() + 1);
        }
      };
    }
  }

  /** What each commit is answered stands in the tables, and the second of two that raced is lost. */
  private static final class Early extends Bent {
    Early(Backend real) {
      super(real);
    }

    @Override
    public List<CommitResult> commit(List<Commit> commits) {
      List<CommitResult> results = real.commit(commits);
      return results.stream().map(result -> result instanceof CommitResult.Fenced
          ? (CommitResult) new CommitResult.Stored(new Position(1, 1)) : result).toList();
    }
  }

  /** Makes a hold only when the session comes to its next one. */
  private static final class Late extends Bent {
    private Runnable held = () -> {};

    Late(Backend real) {
      super(real);
    }

    @Override
    public void hold(String store, String reader, Position readThrough) {
      held.run();
      held = () -> real.hold(store, reader, readThrough);
    }
  }

  /** Knows which readers it holds events for. */
  private abstract static class Holding extends Bent {
    private final Map<String, String> stores = new HashMap<>();

    Holding(Backend real) {
      super(real);
    }

    @Override
    public void hold(String store, String reader, Position readThrough) {
      stores.put(reader, store);
      real.hold(store, reader, readThrough);
    }

    void letGo() {
      stores.forEach((reader, store) -> real.release(store, reader, Optional.empty()));
      stores.clear();
    }
  }

  private static final class ForALife extends Holding {
    ForALife(Backend real) {
      super(real);
    }

    @Override
    public void close() {
      letGo();
      real.close();
    }
  }

  private static final class UpToAPurge extends Holding {
    UpToAPurge(Backend real) {
      super(real);
    }

    @Override
    public List<CommitResult> commit(List<Commit> commits) {
      List<CommitResult> results = real.commit(commits);
      if (commits.stream().anyMatch(commit -> commit.retention() instanceof Retention.Purge)) {
        letGo();
      }
      return results;
    }
  }
}
