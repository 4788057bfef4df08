package com.example.filelog;

import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Position;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The plan for a batch: the results, and the commits to write. It changes nothing itself. */
final class CommitPlan {
  private static final Place NOWHERE = new Place(0, 0);

  final List<Commit> accepted = new ArrayList<>();
  final List<CommitResult> results = new ArrayList<>();
  private final Map<StreamKey, StreamHead> heads = new HashMap<>();
  private final Map<StreamKey, List<IndexedEvent>> pending = new HashMap<>();
  private final Index index;
  private Position newest;

  CommitPlan(Index index, List<Commit> commits, long generation, long maxRecordBytes) {
    this.index = index;
    this.newest = index.newest();
    commits.forEach(commit -> results.add(plan(commit, generation, maxRecordBytes)));
  }

  private CommitResult plan(Commit commit, long generation, long maxRecordBytes) {
    IndexedStream stream = index.streams.getOrDefault(commit.stream(), new IndexedStream(commit.stream()));
    StreamHead head = heads.getOrDefault(commit.stream(), stream.head());
    CommitResult objection = head.objection(commit, generation, maxRecordBytes);
    if (objection != null) {
      return objection;
    }
    List<IndexedEvent> before = pending.computeIfAbsent(commit.stream(), key -> new ArrayList<>());
    heads.put(commit.stream(), stream.after(head, commit, before));
    for (IndexedEvent event : Index.events(commit, newest, Collections.nCopies(commit.events().size(), NOWHERE))) {
      before.add(event);
      newest = event.position();
    }
    accepted.add(commit);
    return new CommitResult.Stored(newest);
  }
}
