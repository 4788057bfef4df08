package dev.cairn.impl.actor;

import dev.cairn.api.ActorRef;
import dev.cairn.api.Command;
import dev.cairn.api.Subscription;
import dev.cairn.api.Terminated;
import dev.cairn.impl.mailbox.DeferredAnswer;
import dev.cairn.impl.mailbox.KeyedTimers;
import dev.cairn.impl.mailbox.Letter;
import dev.cairn.impl.mailbox.ReceiveTimeout;
import dev.cairn.impl.supervise.RestartBudget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an actor has beyond its mailbox and its instance; made with the first of these things. The actor's thread alone
 * changes it; children and deferred answers may be looked at, and end, on any thread.
 */
final class Belongings {
  final Map<String, ActorCell<?>> children = new ConcurrentHashMap<>(4);
  final Set<DeferredAnswer<?>> deferred = ConcurrentHashMap.newKeySet(4);
  final Set<ActorCell<?>> watchers = new HashSet<>(4);
  final Map<ActorRef<?>, Function<? super Terminated, ? extends Command<?, ?>>> watches = new HashMap<>(4);
  final Queue<Letter> stash = new ArrayDeque<>(4);
  final List<Subscription> subscriptions = new ArrayList<>(2);
  int pipes;
  @Nullable
  KeyedTimers timers;
  @Nullable
  ReceiveTimeout receiveTimeout;
  @Nullable
  RestartBudget budget;

  /** True while something would be lost, or come too late, if the actor were not in memory. */
  boolean alive() {
    deferred.removeIf(DeferredAnswer::over);
    return !children.isEmpty() || !watchers.isEmpty() || !watches.isEmpty() || !stash.isEmpty()
        || !subscriptions.isEmpty() || !deferred.isEmpty() || pipes > 0 || timers != null && timers.any()
        || receiveTimeout != null;
  }

  /** Ends what belongs to one instance. */
  void endInstance(ActorCell<?> owner) {
    if (timers != null) {
      timers.cancelAll();
    }
    if (receiveTimeout != null) {
      receiveTimeout.cancel();
      receiveTimeout = null;
    }
    subscriptions.forEach(Subscription::close);
    subscriptions.clear();
    watches.keySet().forEach(watched -> LocalRef.of(watched).removeWatcher(owner));
    watches.clear();
  }

  /** Fails the answers that are still to come. */
  void failDeferred(RuntimeException failure) {
    deferred.forEach(answer -> answer.end(failure));
    deferred.clear();
  }
}
