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
 * What an actor has beside its mailbox and its instance: children, timers, a stash and so on. It is made with the first
 * of them. Only the actor's thread adds to it. Any thread may look at children and at deferred answers, and may end
 * them.
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

  /** True while the actor has to stay in memory: otherwise something would be lost or come too late. */
  boolean keepInMemory() {
    deferred.removeIf(DeferredAnswer::isOver);
    return !children.isEmpty() || !watchers.isEmpty() || !watches.isEmpty() || !stash.isEmpty()
        || !subscriptions.isEmpty() || !deferred.isEmpty() || pipes > 0 || timers != null && !timers.isEmpty()
        || receiveTimeout != null;
  }

  /** Ends timers, subscriptions and watches: they belong to the instance that started them. */
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

  /** Fails the deferred answers that the actor has not given yet. */
  void failDeferred(RuntimeException failure) {
    deferred.forEach(answer -> answer.end(failure));
    deferred.clear();
  }
}
