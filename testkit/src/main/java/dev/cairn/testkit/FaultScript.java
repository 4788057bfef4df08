package dev.cairn.testkit;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides which call fails, and how; counts the calls. Any thread may call. */
final class FaultScript {
  private final Map<Call, Long> calls = new EnumMap<>(Call.class);
  private final Map<Call, Map<Long, Fault>> once = new EnumMap<>(Call.class);
  private final Map<Call, Fault> always = new EnumMap<>(Call.class);
  private final Map<Long, Fault> onceOfCommits = new HashMap<>();
  private long commits;
  private final Map<Call, Gate> gates = new EnumMap<>(Call.class);

  synchronized void at(Call call, long number, Fault fault) {
    check(call, fault);
    once.computeIfAbsent(call, each -> new HashMap<>()).put(calls(call) + number, fault);
  }

  synchronized void atCommit(long number, Fault fault) {
    onceOfCommits.put(commits + number, fault);
  }

  /** A commit of a batch that fails, and how. */
  record InBatch(int index, Fault fault) {}

  /** Counts the commits of a batch, and returns the first that fails, or null. */
  synchronized @Nullable InBatch next(int batch) {
    long before = commits;
    commits += batch;
    for (int i = 0; i < batch; i++) {
      Fault fault = onceOfCommits.remove(before + i + 1);
      if (fault != null) {
        return new InBatch(i, fault);
      }
    }
    return null;
  }

  synchronized void every(Call call, Fault fault) {
    check(call, fault);
    always.put(call, fault);
  }

  synchronized Gate block(Call call) {
    return gates.merge(call, new Gate(), (old, fresh) -> {
      old.close();
      return fresh;
    });
  }

  synchronized void heal() {
    once.clear();
    onceOfCommits.clear();
    always.clear();
    gates.values().forEach(Gate::close);
    gates.clear();
  }

  synchronized long calls(Call call) {
    return calls.getOrDefault(call, 0L);
  }

  /** Counts a call, lets it wait at the gate if there is one, and returns its fault, or null. */
  @Nullable
  Fault next(Call call) {
    Fault fault;
    Gate gate;
    synchronized (this) {
      long number = calls.merge(call, 1L, Long::sum);
      Fault planned = once.getOrDefault(call, Map.of()).get(number);
      fault = planned == null ? always.get(call) : planned;
      gate = gates.get(call);
    }
    if (gate != null) {
      gate.pass();
    }
    return fault;
  }

  private static void check(Call call, Fault fault) {
    if (fault instanceof Fault.Answer && call != Call.COMMIT) {
      throw new IllegalArgumentException("Only a commit has an answer, not " + call + ".");
    }
  }
}
