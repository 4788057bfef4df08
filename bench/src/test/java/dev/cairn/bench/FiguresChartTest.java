package dev.cairn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class FiguresChartTest {

  @Test
  void the_chart_of_the_readme_shows_the_figures_beside_it() throws IOException {
    assertEquals(FiguresChart.draw(Path.of("workloads.json"), Path.of("exchanges.json")),
        Files.readString(Path.of("figures.svg")), "draw it again: see bench/README.md");
  }
}
