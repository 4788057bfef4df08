package dev.cairn.bench;

import dev.cairn.api.Durability;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Persistent actors of Cairn on a server, with one process that may write or with several. */
record PostgresqlSubject(BenchDatabase database, Durability durability, CairnSubject.Way way, String writers)
    implements Subject {

  @Override
  public String name() {
    return of(Map.of()).name() + (writers.equals("many") ? " many" : "");
  }

  private CairnSubject of(Map<String, String> settings) {
    return new CairnSubject("postgresql", durability, way, settings);
  }

  private CairnSubject in(Path folder) {
    return of(settings(database.url(), BenchDatabase.schema(folder), writers));
  }

  static Map<String, String> settings(String url, String schema, String writers) {
    return new HashMap<>(Map.of("url", url, "user", "postgres", "schema", schema, "writers", writers));
  }

  @Override
  public Stopwatch one(Path folder, Budget budget) {
    return in(folder).one(folder, budget);
  }

  @Override
  public Stopwatch many(Path folder, Budget budget, int actors) throws InterruptedException {
    return in(folder).many(folder, budget, actors);
  }

  @Override
  public Stopwatch again(Path folder, Budget budget) {
    return in(folder).again(folder, budget);
  }

  @Override
  public Stopwatch eachAgain(Path folder, Budget budget) {
    return in(folder).eachAgain(folder, budget);
  }

  @Override
  public long bytes(Folder folder) throws Exception {
    return database.drop(folder.path());
  }
}
