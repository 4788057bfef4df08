package dev.cairn.cluster.pekko;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/** Asks that wait for an answer. Pekko forgets theirs, and their times, when its system ends. Any thread calls. */
final class PendingAsks {
  private final Set<CompletableFuture<byte[]>> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean over;

  CompletionStage<byte[]> add(CompletionStage<byte[]> answer) {
    CompletableFuture<byte[]> ask = answer.toCompletableFuture();
    waiting.add(ask);
    ask.whenComplete((bytes, failure) -> waiting.remove(ask));
    if (over) {
      fail(ask);
    }
    return ask;
  }

  /** Ends all of them, now and later: whether their letters were handled is not known. */
  void end() {
    over = true;
    waiting.forEach(PendingAsks::fail);
  }

  private static void fail(CompletableFuture<byte[]> ask) {
    ask.completeExceptionally(new TimeoutException("This process has left the cluster before the answer came."));
  }
}
