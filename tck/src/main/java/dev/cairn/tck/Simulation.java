package dev.cairn.tck;

import dev.cairn.spi.Backend;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Three processes that write one location, and three readers of its log, in one thread. A seed chooses who acts when,
 * who claims what, and where a connection is cut, a batch is late, a process dies or stands still. Time is the number
 * of the step. Each answer, and in the end everything that is stored, is held against a model; the same seed does the
 * same again.
 */
final class Simulation {
  private static final int STEPS = 70;
  private static final int PROCESSES = 3;
  private static final int MOST_TOLD = 25;

  private final SplittableRandom random;
  private final Supplier<Backend> opener;
  private final SimulatedLocation location = new SimulatedLocation();
  private final List<SimulatedProcess> processes = new ArrayList<>();
  private final List<Backend> sessions = new ArrayList<>();
  private final List<Supplier<String>> told = new ArrayList<>();
  private int time;

  private Simulation(long seed, Supplier<Backend> opener) {
    this.random = new SplittableRandom(seed);
    this.opener = opener;
    for (int number = 1; number <= PROCESSES; number++) {
      processes.add(new SimulatedProcess(number, this));
    }
  }

  /**
   * Runs one simulation.
   *
   * @param opener opens another session that writes the location, which nobody else knows
   * @throws AssertionError if the backend answers or shows something else than the model; it says what was done before
   */
  static void run(long seed, Supplier<Backend> opener) {
    Simulation simulation = new Simulation(seed, opener);
    try {
      simulation.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("Simulation " + seed + ", " + when(simulation.time)
          + ". Repeat it with -Dcairn.tck.seed=" + seed + " -Dcairn.tck.simulations=1. " + e + simulation.story(), e);
    } finally {
      simulation.sessions.forEach(Backend::close);
    }
  }

  private static String when(int step) {
    return step == Integer.MAX_VALUE ? "the end" : "step " + step;
  }

  private String story() {
    return told.reversed().stream().limit(MOST_TOLD).map(Supplier::get)
        .collect(Collectors.joining("\n  ", "\nWhat was done before, the last first:\n  ", ""));
  }

  private void run() {
    List<SimulatedReader> readers = List.of(new SimulatedReader("first", "main", location),
        new SimulatedReader("second", "main", location), new SimulatedReader("third", "main-a", location));
    for (time = 1; time <= STEPS; time++) {
      processes.forEach(SimulatedProcess::deliverWhatIsDue);
      SimulatedProcess acting = processes.get(random.nextInt(PROCESSES));
      if (random.nextInt(4) > 0) {
        acting.act();
      } else if (acting.isUp()) {
        readers.get(random.nextInt(readers.size())).act(acting.session(), this);
      }
      if (random.nextInt(16) == 0 && acting.isUp()) {
        location.compare(acting.session());
      }
    }
    end(readers);
  }

  /** All wake up, what is under way arrives, and all sessions and readers see everything. */
  private void end(List<SimulatedReader> readers) {
    time = Integer.MAX_VALUE;
    processes.forEach(SimulatedProcess::deliverWhatIsDue);
    processes.forEach(SimulatedProcess::wake);
    for (SimulatedProcess process : processes) {
      location.compare(process.session());
    }
    readers.forEach(reader -> reader.readToTheEnd(processes.get(random.nextInt(PROCESSES)).session(), this));
  }

  SplittableRandom random() {
    return random;
  }

  SimulatedLocation location() {
    return location;
  }

  int time() {
    return time;
  }

  StreamKey someStream() {
    return History.STREAMS.get(random.nextInt(History.STREAMS.size()));
  }

  /** Opens another session that writes. */
  Backend open() {
    Backend session = opener.get();
    sessions.add(session);
    location.begin(session);
    return session;
  }

  /** A session that looks at what another one did: any of those that are up. */
  Backend witness(Backend otherwise) {
    SimulatedProcess chosen = processes.get(random.nextInt(PROCESSES));
    return chosen.isUp() ? chosen.session() : otherwise;
  }

  /** Notes what is done, for whoever reads a failure. */
  void tell(Supplier<String> what) {
    int step = time;
    told.add(() -> when(step) + ": " + what.get());
  }
}
