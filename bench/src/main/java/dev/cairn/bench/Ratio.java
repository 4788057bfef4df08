package dev.cairn.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ratio of two cells in events per second, taken within each round, since rounds differ more than subjects. */
record Ratio(String name, Cell over, Cell under) {

  /** Empty if one of the two cells did not run. */
  Optional<Spread> of(List<Map<Cell, Sample>> rounds) {
    var both = rounds.stream().filter(round -> round.containsKey(over) && round.containsKey(under)).toList();
    return both.isEmpty() ? Optional.empty() : Optional.of(Spread.of(both, this::inside));
  }

  private double inside(Map<Cell, Sample> round) {
    return round.get(over).eventsPerSecond() / round.get(under).eventsPerSecond();
  }
}
