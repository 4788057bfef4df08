package dev.cairn.console;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;

/** The scans of a console, one of each kind a store. Few run at a time; the others wait. */
final class Scans {
  private static final int AT_A_TIME = 3;

  private final ExecutorService background = Executors.newFixedThreadPool(AT_A_TIME,
      Thread.ofPlatform().daemon().name("cairn-console-scan-", 0).factory());
  private final Map<String, Scan> scans = new ConcurrentHashMap<>();

  JsonObject types(Source source, String store) {
    return of("types", source, store, TypesScan::new).ask(background);
  }

  JsonObject events(Source source, String store) {
    return of("events", source, store, EventsScan::new).ask(background);
  }

  JsonObject readers(Source source, String store) {
    return of("readers", source, store, ReadersScan::new).ask(background);
  }

  /** A verification reads everything, so it runs only when somebody wants it. */
  JsonObject verify(Source source, boolean run) {
    Scan scan = of("verify", source, "", (from, store) -> new VerifyScan(from));
    return run ? scan.begin(background) : scan.look();
  }

  void close() {
    background.shutdownNow();
  }

  /** A name that no store has is found out before a scan of it is kept. */
  private Scan of(String kind, Source source, String store, BiFunction<Source, String, Scan> maker) {
    Scan known = scans.get(kind + " " + store);
    if (known != null) {
      return known;
    }
    if (!store.isEmpty()) {
      source.requireStore(store);
    }
    return scans.computeIfAbsent(kind + " " + store, key -> maker.apply(source, store));
  }
}
