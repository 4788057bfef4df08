package dev.cairn.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreInspector.Stream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A page of the actors of one type. A search shows first the ids that begin with what is sought, which are found at
 * once, and then those that contain it. For these all ids are read; after a moment the page ends, and says from where
 * to go on.
 */
final class ActorList {
  private static final int PAGE = 50;
  private static final long MOMENT = Duration.ofMillis(200).toNanos();

  private final StoreInspector inspector;
  private final String store;
  private final String type;
  private final String sought;
  private final String after;
  private final JsonArray actors = new JsonArray();
  private final long begun = System.nanoTime();
  private boolean inside;
  private boolean beginningEnds;
  private long looked;
  private String last = "";

  ActorList(StoreInspector inspector, Question question) {
    this.inspector = inspector;
    this.store = question.text("store");
    this.type = question.text("type");
    this.sought = question.find("q").orElse("");
    this.after = question.find("after").orElse("");
    this.inside = question.find("inside").isPresent();
  }

  JsonObject page() {
    boolean done = inside ? readInside(after) : readBeginning() && (sought.isEmpty() || readInside(""));
    JsonObject answer = new JsonObject();
    answer.add("actors", actors);
    answer.addProperty("looked", looked);
    answer.addProperty("after", done ? null : last);
    answer.addProperty("inside", inside);
    return answer;
  }

  /** Reads the ids that begin with what is sought, or all; returns whether these are all there are. */
  private boolean readBeginning() {
    return Enough.of(() -> inspector.streams(store, type, after.isEmpty() ? sought : after, stream -> {
      if (!stream.id().startsWith(sought)) {
        beginningEnds = true;
        throw new Enough();
      }
      take(stream, each -> true, after);
    })) || beginningEnds;
  }

  private boolean readInside(String from) {
    inside = true;
    last = from;
    String lower = sought.toLowerCase(Locale.ROOT);
    return Enough.of(() -> inspector.streams(store, type, from, stream -> take(stream,
        id -> !id.startsWith(sought) && id.toLowerCase(Locale.ROOT).contains(lower), from)));
  }

  private void take(Stream stream, Predicate<String> wanted, String from) {
    if (actors.size() == PAGE || System.nanoTime() - begun > MOMENT && !last.equals(from)) {
      throw new Enough();
    }
    if (!stream.id().equals(from)) {
      looked++;
      last = stream.id();
      if (wanted.test(stream.id())) {
        actors.add(describe(stream));
      }
    }
  }

  static JsonObject describe(Stream stream) {
    JsonObject object = new JsonObject();
    object.addProperty("store", stream.store());
    object.addProperty("type", stream.type());
    object.addProperty("id", stream.id());
    object.addProperty("path", stream.path());
    object.addProperty("last", stream.lastSequence());
    object.addProperty("first", stream.lastSequence() - stream.events() + 1);
    object.addProperty("events", stream.events());
    object.addProperty("snapshots", stream.snapshots());
    return object;
  }
}
