package dev.cairn.impl.journal;

import dev.cairn.impl.journal.Chain.Links;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one chain may hold, as of what its askers were told: one history, or several while something is unknown. */
final class Witness {

  /**
   * One history that explains everything told.
   *
   * @param values since the last purge
   * @param last the newest sequence
   * @param done the newest command ids
   */
  record History(List<Long> values, long last, Map<String, Long> done) {
    static final History NONE = new History(List.of(), 0, Map.of());

    History put(List<Long> more, @Nullable String commandId) {
      List<Long> all = new ArrayList<>(values);
      all.addAll(more);
      long after = last + more.size();
      Map<String, Long> ids = new LinkedHashMap<>(done);
      if (commandId != null) {
        ids.remove(commandId);
        ids.put(commandId, after);
        if (ids.size() > 1000) {
          ids.remove(ids.keySet().iterator().next());
        }
      }
      return new History(all, after, ids);
    }

    History purged() {
      return new History(List.of(), last, Map.of());
    }

    Links links() {
      return Links.of(values);
    }
  }

  private Set<History> possible = Set.of(History.NONE);

  /** The one history there is. */
  History history() {
    if (possible.size() != 1) {
      throw new AssertionError(possible.size() + " histories are possible");
    }
    return possible.iterator().next();
  }

  /** Something has happened for certain. */
  void happened(UnaryOperator<History> change) {
    Set<History> after = new HashSet<>();
    possible.forEach(history -> after.add(change.apply(history)));
    possible = after;
  }

  /** Something may have happened. */
  void mayHaveHappened(UnaryOperator<History> change) {
    Set<History> after = new HashSet<>(possible);
    possible.forEach(history -> after.add(change.apply(history)));
    possible = after;
  }

  /** Fails unless some history ends with these values; and has no others, if they are to be all of them. */
  void sawEvents(List<Long> values, boolean all, String when) {
    for (History history : possible) {
      int more = history.values().size() - values.size();
      if (more >= 0 && (more == 0 || !all) && history.values().subList(more, more + values.size()).equals(values)) {
        return;
      }
    }
    throw new AssertionError(when + ": stored are " + values + ", possible were " + possible);
  }

  /** Keeps the histories that explain what was seen; fails where none does. */
  void saw(Links links, long last, String when) {
    Set<History> explaining = new HashSet<>();
    for (History history : possible) {
      if (history.links().equals(links) && history.last() == last) {
        explaining.add(history);
      }
    }
    if (explaining.isEmpty()) {
      throw new AssertionError(when + ": seen " + links + " at " + last + ", possible were " + possible.stream()
          .map(history -> history.links() + " at " + history.last()).toList());
    }
    possible = explaining;
  }
}
