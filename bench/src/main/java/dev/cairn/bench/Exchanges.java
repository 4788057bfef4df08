package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs every exchange with Cairn and with Apache Pekko, round by round, and prints the comparison. */
final class Exchanges {
  private static final List<Playground.Builder> PEERS = List.of(PekkoPlayground.BUILDER, CairnPlayground.BUILDER);
  private static final String ROW = "%-34s %32s %32s %24s  goal %s%n";

  private final List<Exchange> exchanges;
  private final List<Map<Exchange, Map<String, Double>>> rounds = new ArrayList<>();

  private Exchanges(List<Exchange> exchanges) {
    this.exchanges = exchanges;
  }

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    Machine machine = Machine.measured(Path.of("").toAbsolutePath());
    System.out.println(machine);
    var exchanges = new Exchanges(List.of(Exchange.values()).stream()
        .filter(exchange -> exchange.title.contains(options.only())).toList());
    exchanges.round();
    exchanges.rounds.clear(); // the first round was a warm-up
    for (int i = 1; i <= options.rounds(); i++) {
      exchanges.round();
    }
    System.out.print(exchanges.text());
    System.out.printf(Locale.ROOT, "%nLoad %.2f before, %.2f after%n", machine.load(), Machine.loadNow());
    exchanges.write(options, machine);
  }

  private void round() throws Exception {
    var round = new EnumMap<Exchange, Map<String, Double>>(Exchange.class);
    for (Exchange exchange : exchanges) {
      var figures = new LinkedHashMap<String, Double>();
      for (Playground.Builder peer : PEERS) {
        System.gc(); // no peer pays for the garbage of another
        try (Playground playground = peer.open()) {
          figures.put(peer.name(), exchange.run(playground));
        }
      }
      round.put(exchange, figures);
    }
    rounds.add(round);
  }

  private String text() {
    var text = new StringBuilder(String.format(ROW, "median (min .. max)", "pekko", "cairn", "cairn / pekko", ""));
    for (Exchange exchange : exchanges) {
      text.append(String.format(Locale.ROOT, ROW, exchange.title, spread(exchange, "pekko").text("%,.0f"),
          spread(exchange, "cairn").text("%,.0f"), ratio(exchange).text("%.2f"), exchange.goal));
    }
    return text.toString();
  }

  private Spread spread(Exchange exchange, String peer) {
    return Spread.of(rounds, round -> figure(round, exchange, peer));
  }

  private Spread ratio(Exchange exchange) {
    return Spread.of(rounds, round -> figure(round, exchange, "cairn") / figure(round, exchange, "pekko"));
  }

  private static double figure(Map<Exchange, Map<String, Double>> round, Exchange exchange, String peer) {
    return round.getOrDefault(exchange, Map.of()).getOrDefault(peer, Double.NaN);
  }

  private void write(Options options, Machine machine) throws IOException {
    if (options.json() != null) {
      var ratios = new LinkedHashMap<String, Object>();
      exchanges.forEach(exchange -> ratios.put(exchange.title, ratio(exchange).fields()));
      Files.writeString(options.json(),
          Json.of(Map.of("machine", machine.fields(), "rounds", rounds, "ratios", ratios)) + "\n");
    }
  }
}
