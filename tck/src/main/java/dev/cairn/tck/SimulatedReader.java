package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A reader of the log that goes on where it was, through any session, and sees each event once and in order. */
final class SimulatedReader {
  private final String name;
  private final String store;
  private final SimulatedLocation location;

  /** The events that it has still to see. */
  private final Deque<StoredEvent> owed = new ArrayDeque<>();
  private Position place = Position.START;
  private boolean reads;

  SimulatedReader(String name, String store, SimulatedLocation location) {
    this.name = name;
    this.store = store;
    this.location = location;
    location.add(this);
  }

  void owe(String inStore, List<StoredEvent> events) {
    if (reads && store.equals(inStore)) {
      owed.addAll(events);
    }
  }

  void act(Backend session, Simulation simulation) {
    switch (reads ? simulation.random().nextInt(8) : 0) {
      case 0 -> {
        if (reads) {
          end(session, simulation);
        } else {
          begin(session, simulation);
        }
      }
      case 1 -> holdAgain(session, simulation);
      default -> {
        readOn(session, simulation.random().nextInt(1, 8), simulation);
        if (simulation.random().nextInt(3) > 0) {
          location.release(session, store, name, Optional.of(place));
        }
      }
    }
  }

  /** From now on nothing that is in the log is deleted before it was seen, except by a purge. */
  private void begin(Backend session, Simulation simulation) {
    simulation.tell(() -> this + " begins");
    location.hold(session, store, name, Position.START);
    reads = true;
    place = Position.START;
    owed.clear();
    owed.addAll(location.model().log(store, Position.START));
    location.look(session, store, place).close();
  }

  private void end(Backend session, Simulation simulation) {
    simulation.tell(() -> this + " ends");
    location.release(session, store, name, Optional.empty());
    reads = false;
  }

  /** As another process does that the reader comes to, which may know an older place or a later one. */
  private void holdAgain(Backend session, Simulation simulation) {
    Position somewhere = location.model().somePosition(simulation.random());
    simulation.tell(() -> this + " holds what comes after " + somewhere);
    location.hold(session, store, name, somewhere);
  }

  private void readOn(Backend session, int atMost, Simulation simulation) {
    Position from = place;
    simulation.tell(() -> this + " reads on after " + from);
    try (LogCursor log = location.look(session, store, place)) {
      for (int left = atMost; left > 0; left--) {
        StoredEvent event = log.next();
        if (event == null) {
          forgetPurged();
          assertNull(owed.peek(), () -> this + " was not shown an event");
          place = log.horizon();
          return;
        }
        see(event);
      }
    }
  }

  private void see(StoredEvent event) {
    forgetPurged();
    StoredEvent expected = owed.poll();
    assertTrue(expected != null, () -> this + " was shown " + event.stream() + " " + event.sequence() + " again");
    assertEquals(expected.stream() + " " + expected.sequence() + " at " + expected.position(),
        event.stream() + " " + event.sequence() + " at " + event.position(), () -> "what " + this + " was shown");
    place = event.position();
  }

  private void forgetPurged() {
    owed.removeIf(event -> event.sequence() <= location.model().head(event.stream()).purgedThrough());
  }

  void readToTheEnd(Backend session, Simulation simulation) {
    if (reads) {
      readOn(session, Integer.MAX_VALUE, simulation);
    }
  }

  @Override
  public String toString() {
    return "the " + name + " reader of " + store;
  }
}
