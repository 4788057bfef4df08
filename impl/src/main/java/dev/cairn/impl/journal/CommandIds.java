package dev.cairn.impl.journal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The newest command ids of one actor, and the last event of each. Used by the actor's thread. */
final class CommandIds {
  private static final int KEPT = 1000;

  private final Map<String, Long> sequences = new LinkedHashMap<>();

  void add(String commandId, long sequence) {
    sequences.remove(commandId);
    sequences.put(commandId, sequence);
    if (sequences.size() > KEPT) {
      sequences.remove(sequences.keySet().iterator().next());
    }
  }

  /** Returns these and one more; this one stays as it is. */
  CommandIds with(String commandId, long sequence) {
    CommandIds more = new CommandIds();
    more.sequences.putAll(sequences);
    more.add(commandId, sequence);
    return more;
  }

  OptionalLong sequenceOf(String commandId) {
    @Nullable
    Long sequence = sequences.get(commandId);
    return sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence);
  }

  /** All of them, oldest first. */
  Map<String, Long> all() {
    return Collections.unmodifiableMap(sequences);
  }
}
