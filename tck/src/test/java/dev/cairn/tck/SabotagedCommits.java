package dev.cairn.tck;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Retention;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Cardboard whose commits do something else than they should: rules A, L and S. */
final class SabotagedCommits {
  private SabotagedCommits() {}

  static Stream<Broken> all() {
    return Stream.of(appends(), logs(), retentions()).flatMap(each -> each);
  }

  private static Stream<Broken> appends() {
    return Stream.of(
        new Broken("a5", "takes one commit of a stream in a list", Bent.opened(OneOfEachStream::new)),
        new Broken("a6", "takes one commit of a stream in a list", Bent.opened(OneOfEachStream::new)),
        new Broken("a10", "refuses a snapshot without events", Bent.committing((real, commit) -> isLone(commit)
            ? new CommitResult.Conflict(0) : one(real, commit))),
        new Broken("a11", "leaves out a snapshot that is too large", Bent.committing((real, commit) -> {
          CommitResult result = one(real, commit);
          return result instanceof CommitResult.TooLarge ? one(real, without(commit)) : result;
        })),
        new Broken("a13", "refuses a commit that is larger than a record", Bent.committing((real, commit) -> {
          long bytes = commit.events().stream().mapToLong(record -> record.length).sum();
          return bytes > real.info().maxRecordBytes() ? new CommitResult.TooLarge(bytes) : one(real, commit);
        })),
        new Broken("c1", "holds the last event of a commit back", Bent.opened(HoldsBack::new)),
        new Broken("c3", "holds the last event of a commit back", Bent.opened(HoldsBack::new)));
  }

  private static Stream<Broken> logs() {
    return Stream.of(
        new Broken("l1", "acknowledges everything with one position", Bent.committing(
            (real, commit) -> one(real, commit) instanceof CommitResult.Stored
                ? new CommitResult.Stored(new Position(real.info().generation(), 1)) : one(real, commit))),
        new Broken("l2", "acknowledges with a position one too low", Bent.committing((real, commit) -> {
          CommitResult result = one(real, commit);
          return result instanceof CommitResult.Stored(Position at) && at.offset() > 1
              ? new CommitResult.Stored(new Position(at.generation(), at.offset() - 1)) : result;
        })),
        new Broken("l5", "has no position without events", Bent.committing((real, commit) -> {
          CommitResult result = one(real, commit);
          return commit.events().isEmpty() ? new CommitResult.Stored(Position.START) : result;
        })));
  }

  private static Stream<Broken> retentions() {
    return Stream.of(
        new Broken("s2", "keeps the first snapshot of a sequence", Bent.committing((real, commit) -> {
          boolean there = commit.snapshot().isPresent()
              && Rules.head(real, commit.stream()).snapshots().contains(commit.snapshot().get().sequence());
          return there ? new CommitResult.Stored(Position.START) : one(real, commit);
        })),
        new Broken("s3", "keeps one snapshot more",
            keeping(keep -> new Retention.Keep(keep.snapshots() + 1, keep.deleteThrough(), keep.readThrough()))),
        new Broken("s5", "deletes without a snapshot", Bent.committing((real, commit) -> one(real,
            commit.events().isEmpty() && commit.snapshot().isEmpty() ? purging(real, commit) : commit))),
        new Broken("s6", "deletes up to the snapshot",
            keeping(keep -> new Retention.Keep(keep.snapshots(), Long.MAX_VALUE, keep.readThrough()))),
        new Broken("s7", "says that what was deleted is there again", Bent.opened(LastDeletion::new)),
        new Broken("s8", "keeps the event of the snapshot", new DeletesOneTooFew()),
        new Broken("s12", "keeps the event of the snapshot", new DeletesOneTooFew()),
        new Broken("s9", "forgets to purge", Bent.committing((real, commit) -> isPurge(commit)
            ? new CommitResult.Stored(Position.START) : one(real, commit))),
        new Broken("s10", "purges whatever is expected", Bent.committing((real, commit) -> one(real,
            isPurge(commit) ? purging(real, commit) : commit))),
        new Broken("s11", "says that it took a snapshot of what is gone", Bent.committing(
            (real, commit) -> isLone(commit) ? taken(one(real, commit)) : one(real, commit))),
        new Broken("s13", "deletes what nobody has read",
            keeping(keep -> new Retention.Keep(keep.snapshots(), keep.deleteThrough(), Position.END))),
        new Broken("s14", "does not say what left the log", Bent.opened(NothingLeft::new)),
        new Broken("s15", "begins no stream in the middle", Bent.committing((real, commit) -> isBegin(commit)
            ? new CommitResult.Conflict(0) : one(real, commit))),
        new Broken("s16", "says that a stream began again", Bent.committing(
            (real, commit) -> isBegin(commit) ? taken(one(real, commit)) : one(real, commit))));
  }

  static CommitResult one(Backend real, Commit commit) {
    return real.commit(List.of(commit)).get(0);
  }

  private static boolean isPurge(Commit commit) {
    return commit.retention() instanceof Retention.Purge;
  }

  private static boolean isBegin(Commit commit) {
    return commit.retention() instanceof Retention.Begin;
  }

  private static boolean isLone(Commit commit) {
    return commit.events().isEmpty() && commit.snapshot().isPresent();
  }

  private static CommitResult taken(CommitResult result) {
    return result instanceof CommitResult.Conflict ? new CommitResult.Stored(Position.START) : result;
  }

  private static Commit without(Commit commit) {
    return new Commit(commit.stream(), commit.epoch(), commit.expectedLast(), commit.events(), Optional.empty(),
        commit.retention());
  }

  private static Commit purging(Backend real, Commit commit) {
    return Rules.purging(real, commit.stream(), Rules.head(real, commit.stream()).last());
  }

  private static BackendProvider keeping(UnaryOperator<Retention.Keep> bending) {
    return Bent.committing((real, commit) -> one(real, commit.retention() instanceof Retention.Keep keep
        && keep != Retention.ALL
            ? new Commit(commit.stream(), commit.epoch(), commit.expectedLast(), commit.events(), commit.snapshot(),
                bending.apply(keep))
            : commit));
  }

  private static final class OneOfEachStream extends Bent {
    OneOfEachStream(Backend real) {
      super(real);
    }

    @Override
    public List<CommitResult> commit(List<Commit> commits) {
      Set<StreamKey> served = new HashSet<>();
      List<CommitResult> results = new ArrayList<>();
      commits.forEach(
          commit -> results.add(served.add(commit.stream()) ? one(real, commit) : new CommitResult.Conflict(0)));
      return results;
    }
  }

  private static final class HoldsBack extends Bent {
    private final Map<StreamKey, byte[]> held = new HashMap<>();

    HoldsBack(Backend real) {
      super(real);
    }

    @Override
    public List<CommitResult> commit(List<Commit> commits) {
      return real.commit(commits.stream().map(this::late).toList());
    }

    private Commit late(Commit commit) {
      List<byte[]> events = new ArrayList<>(commit.events());
      byte[] before = held.put(commit.stream(), events.remove(events.size() - 1));
      if (before != null) {
        events.add(0, before);
      }
      return Commit.append(commit.stream(), commit.epoch(), commit.expectedLast() - (before == null ? 0 : 1), events);
    }
  }

  private static final class LastDeletion extends Bent {
    private final Map<StreamKey, Long> asked = new HashMap<>();

    LastDeletion(Backend real) {
      super(real);
    }

    @Override
    public List<CommitResult> commit(List<Commit> commits) {
      for (Commit commit : commits) {
        if (commit.retention() instanceof Retention.Keep keep && keep.deleteThrough() > 0) {
          asked.put(commit.stream(), keep.deleteThrough());
        }
      }
      return real.commit(commits);
    }

    @Override
    public Recovery recover(StreamKey stream, long atMost) {
      Recovery recovery = real.recover(stream, atMost);
      StreamHead head = recovery.head();
      long deleted = Math.min(head.deletedThrough(), asked.getOrDefault(stream, 0L));
      return new Recovery(new StreamHead(stream, head.last(), deleted, head.purgedThrough(), head.snapshots()),
          recovery.snapshot(), recovery.events());
    }
  }

  private static final class DeletesOneTooFew extends CardboardProvider {
    @Override
    long deletable(long deleteThrough, long oldestSnapshot) {
      return Math.min(deleteThrough, oldestSnapshot - 1);
    }
  }

  private static final class NothingLeft extends Bent {
    NothingLeft(Backend real) {
      super(real);
    }

    @Override
    public LogCursor log(String store, Position after) {
      return new Log(real.log(store, after)) {
        @Override
        public Position deletedThrough() {
          return Position.START;
        }
      };
    }
  }
}
