package dev.cairn.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs all cells one after the other, round by round, so that a disturbance of the machine affects every subject. */
final class Rounds {
  private final Path work;
  private final List<Cell> cells;
  private final Budget budget;
  private final List<Map<Cell, Sample>> done = new ArrayList<>();

  Rounds(Path work, List<Cell> cells, Budget budget) {
    this.work = work;
    this.cells = cells;
    this.budget = budget;
  }

  void run() throws Exception {
    var round = new LinkedHashMap<Cell, Sample>();
    for (Cell cell : cells) {
      System.gc(); // no cell pays for the garbage of another
      round.put(cell, cell.run(work, budget));
    }
    done.add(round);
  }

  /** All rounds except the first, which was a warm-up. */
  List<Map<Cell, Sample>> measured() {
    return done.subList(1, done.size());
  }
}
