package dev.cairn.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One cell's events per second over another's, taken inside each round, since rounds differ more than subjects do. */
record Ratio(String name, Cell over, Cell under) {

  /** Empty where one of the two did not run. */
  Optional<Spread> of(List<Map<Cell, Sample>> rounds) {
    var both = rounds.stream().filter(round -> round.containsKey(over) && round.containsKey(under)).toList();
    return both.isEmpty() ? Optional.empty() : Optional.of(Spread.of(both, this::inside));
  }

  private double inside(Map<Cell, Sample> round) {
    return round.get(over).eventsPerSecond() / round.get(under).eventsPerSecond();
  }
}
