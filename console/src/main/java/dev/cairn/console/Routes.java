package dev.cairn.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.cairn.api.CairnException;
import dev.cairn.api.Forgotten;
import dev.cairn.api.KeyException;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreInspector.Store;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/** Which question is answered by whom. A failure is answered too, by its sentence. */
final class Routes implements AutoCloseable {
  private final Optional<Source> source;
  private final Optional<Live> live;
  private final Scans scans = new Scans();
  private final Map<String, Function<Question, JsonElement>> routes = new HashMap<>();

  Routes(Optional<Source> source, Optional<Live> live) {
    this.source = source;
    this.live = live;
    routes.put("/api/about", question -> about());
    source.ifPresent(this::add);
    live.ifPresent(running -> routes.put("/api/live", question -> running.show(question.find("q").orElse(""))));
  }

  private void add(Source from) {
    routes.putAll(Map.of(
        "/api/stores", question -> stores(from),
        "/api/types", question -> scans.types(from, question.text("store")),
        "/api/events", question -> scans.events(from, question.text("store")),
        "/api/readers", question -> scans.readers(from, question.text("store")),
        "/api/verify", question -> scans.verify(from, question.find("run").isPresent()),
        "/api/actors", question -> from.read(inspector -> new ActorList(inspector, question).page()),
        "/api/history", question -> from.read(inspector -> new ActorHistory(inspector, from, question).page()),
        "/api/state", question -> from.read(inspector -> new ActorState(inspector, from, question).show())));
  }

  Reply answer(URI uri) {
    try {
      Question question = Question.of(uri);
      Function<Question, JsonElement> route = routes.get(question.path());
      return route == null
          ? Reply.problem(404, "The console has no answer at this address.")
          : Reply.json(route.apply(question));
    } catch (RuntimeException e) {
      return Reply.problem(status(e), Problem.words(e));
    }
  }

  private static int status(RuntimeException failure) {
    return switch (failure) {
      case NoSuchElementException e -> 404;
      case IllegalArgumentException e -> 400;
      case Forgotten e -> 410;
      case KeyException e -> 403;
      case StoreDamaged e -> 500;
      case CairnException e -> 503;
      default -> 500;
    };
  }

  /** What this console shows at all. */
  private JsonObject about() {
    JsonObject answer = new JsonObject();
    answer.addProperty("folder", source.map(from -> from.data().toString()).orElse(null));
    answer.addProperty("live", live.isPresent());
    return answer;
  }

  private static JsonObject stores(Source source) {
    return source.read(inspector -> {
      JsonArray stores = new JsonArray();
      inspector.stores().forEach(store -> stores.add(describe(store)));
      JsonObject answer = new JsonObject();
      answer.add("stores", stores);
      return answer;
    });
  }

  private static JsonObject describe(Store store) {
    JsonObject object = new JsonObject();
    object.addProperty("name", store.name());
    object.addProperty("id", store.id());
    object.addProperty("created", store.created().toString());
    object.addProperty("backend", store.backend());
    object.addProperty("sealed", store.sealed());
    return object;
  }

  @Override
  public void close() {
    scans.close();
    live.ifPresent(Live::close);
  }
}
