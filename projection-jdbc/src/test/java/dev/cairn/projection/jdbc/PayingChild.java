package dev.cairn.projection.jdbc;

import dev.cairn.api.ActorSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/** Pays and projects until it is killed: the kind of the database, the folder, the port of a server, its schema. */
public final class PayingChild {
  private static final int WALLETS = 8;

  private PayingChild() {}

  static DataSource database(Databases kind, Path folder, int port, String schema) {
    return switch (kind) {
      case SQLITE -> Databases.sqlite(folder.resolve("tables.sqlite"));
      case H2 -> new Url("jdbc:h2:file:" + folder.resolve("tables"), "");
      case POSTGRESQL -> Databases.postgresql(port, schema);
    };
  }

  static JdbcProjection projection(DataSource database) {
    return JdbcProjection.of("sums", database, new Sums("sum")).workers(2).batch(10, Duration.ofSeconds(1))
        .takeOverAfter(Duration.ofMillis(200));
  }

  /** Runs until it is killed. */
  public static void main(String[] args) {
    Path folder = Path.of(args[1]);
    DataSource database = database(Databases.valueOf(args[0]), folder, Integer.parseInt(args[2]), args[3]);
    try (ActorSystem system = Wallets.sqlite(folder.resolve("data")).open();
        RunningProjection running = projection(database).run(system.log("main"))) {
      for (long paid = 0;; paid++) {
        Wallets.pay(system, "w" + ThreadLocalRandom.current().nextInt(WALLETS), 1);
        if (paid % 100 == 0 && running.workers().stream().allMatch(worker -> worker.offset().isPresent())) {
          System.out.println("paying");
        }
      }
    }
  }
}
