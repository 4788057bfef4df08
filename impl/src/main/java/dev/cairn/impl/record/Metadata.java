package dev.cairn.impl.record;

import dev.cairn.api.EventMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The metadata that a record carries beside its value.
 *
 * <pre>
 * 1 command id (text) | 2 correlation id (text) | 3 causation id (text) | 4 tags (list of texts)
 * 5 entries of the user (map of text to text) | 6 command ids done, and the last event of each (map of text to long)
 * 7 durable timers (list of timer settings) | 8 names of durable timers that have ended (list of texts)
 * </pre>
 *
 * Fields 1 to 5 and 8 belong to events, field 6 to snapshots. Field 7 of an event is what its commit sets, of a
 * snapshot what is pending. A field with another number is refused.
 *
 * @param commandId the id of the command that led to the record
 * @param correlationId of that command
 * @param causationId the cause of the event, if it is not the command
 * @param tags words to find the event by
 * @param entries names and values of the user
 * @param done the newest command ids of the actor, oldest first, and the last event of each
 * @param timers durable timers
 * @param ended the names of durable timers that have fired or were cancelled
 */
public record Metadata(Optional<String> commandId, Optional<String> correlationId, Optional<String> causationId,
    List<String> tags, Map<String, String> entries, Map<String, Long> done, List<TimerSetting> timers,
    List<String> ended) {

  /** No metadata. */
  public static final Metadata NONE = new Metadata(Optional.empty(), Optional.empty(), Optional.empty(), List.of(),
      Map.of(), Map.of(), List.of(), List.of());

  private static final int COMMAND_ID = 1;
  private static final int CORRELATION_ID = 2;
  private static final int CAUSATION_ID = 3;
  private static final int TAGS = 4;
  private static final int ENTRIES = 5;
  private static final int DONE = 6;
  private static final int TIMERS = 7;
  private static final int ENDED = 8;

  /** Refuses a missing part. */
  public Metadata {
    Objects.requireNonNull(commandId, "commandId");
    Objects.requireNonNull(correlationId, "correlationId");
    Objects.requireNonNull(causationId, "causationId");
    Objects.requireNonNull(tags, "tags");
    Objects.requireNonNull(entries, "entries");
    Objects.requireNonNull(done, "done");
    Objects.requireNonNull(timers, "timers");
    Objects.requireNonNull(ended, "ended");
  }

  /**
   * Returns the metadata of an event.
   *
   * @param commandId of the command that persists it, or null
   * @param correlationId of that command, or null
   * @param causationId what has led to that command, or null; it is kept if the command has no id
   * @param given by the actor; its cause goes before others
   */
  public static Metadata of(@Nullable String commandId, @Nullable String correlationId, @Nullable String causationId,
      EventMetadata given) {
    if (commandId == null && correlationId == null && causationId == null && given.equals(EventMetadata.NONE)) {
      return NONE;
    }
    Optional<String> cause = commandId == null ? Optional.ofNullable(causationId) : Optional.empty();
    return new Metadata(Optional.ofNullable(commandId), Optional.ofNullable(correlationId),
        given.causationId().isPresent() ? given.causationId() : cause, given.tags(), given.entries(), Map.of(),
        List.of(), List.of());
  }

  /** Returns the metadata of a snapshot. */
  public static Metadata ofSnapshot(Map<String, Long> done, List<TimerSetting> timers) {
    return done.isEmpty() && timers.isEmpty()
        ? NONE
        : new Metadata(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Map.of(), done, timers,
            List.of());
  }

  /** Whether it says something of durable timers. */
  public boolean concernsTimers() {
    return !timers.isEmpty() || !ended.isEmpty();
  }

  /** Returns this with other changes of durable timers. */
  public Metadata with(List<TimerSetting> set, List<String> end) {
    return set.equals(timers) && end.equals(ended) ? this
        : new Metadata(commandId, correlationId, causationId, tags, entries, done, set, end);
  }

  void write(FieldOutput out) {
    text(out, COMMAND_ID, commandId);
    text(out, CORRELATION_ID, correlationId);
    text(out, CAUSATION_ID, causationId);
    texts(out, TAGS, tags);
    if (!entries.isEmpty()) {
      int start = block(out, ENTRIES, entries.size());
      entries.forEach((name, value) -> {
        text(out, name);
        text(out, value);
      });
      out.end(start);
    }
    if (!done.isEmpty()) {
      int start = block(out, DONE, done.size());
      done.forEach((id, sequence) -> {
        text(out, id);
        out.signed(sequence);
      });
      out.end(start);
    }
    if (!timers.isEmpty()) {
      int start = block(out, TIMERS, timers.size());
      timers.forEach(timer -> timer.write(out));
      out.end(start);
    }
    texts(out, ENDED, ended);
  }

  private static void texts(FieldOutput out, int tag, List<String> texts) {
    if (!texts.isEmpty()) {
      int start = block(out, tag, texts.size());
      texts.forEach(text -> text(out, text));
      out.end(start);
    }
  }

  private static void text(FieldOutput out, int tag, Optional<String> text) {
    if (text.isPresent()) {
      out.key(tag, Wire.BLOCK);
      text(out, text.get());
    }
  }

  private static void text(FieldOutput out, String text) {
    int start = out.begin();
    out.text(text);
    out.end(start);
  }

  private static int block(FieldOutput out, int tag, int count) {
    out.key(tag, Wire.BLOCK);
    int start = out.begin();
    out.varint(count);
    return start;
  }

  static Metadata read(FieldInput in) {
    return in.remaining() == 0 ? NONE : new Reader(in).read();
  }

  private static final class Reader {
    private final FieldInput in;
    private Optional<String> commandId = Optional.empty();
    private Optional<String> correlationId = Optional.empty();
    private Optional<String> causationId = Optional.empty();
    private List<String> tags = List.of();
    private Map<String, String> entries = Map.of();
    private Map<String, Long> done = Map.of();
    private List<TimerSetting> timers = List.of();
    private List<String> ended = List.of();

    Reader(FieldInput in) {
      this.in = in;
    }

    Metadata read() {
      int before = 0;
      while (in.remaining() > 0) {
        int key = in.key();
        int tag = Wire.tag(key);
        if (tag <= before || tag > ENDED || Wire.wire(key) != Wire.BLOCK) {
          throw new UnreadableRecord("its metadata has a field without a meaning or out of order");
        }
        before = tag;
        int outer = in.enter();
        field(tag);
        in.leave(outer);
      }
      return new Metadata(commandId, correlationId, causationId, tags, entries, done, timers, ended);
    }

    private void field(int tag) {
      switch (tag) {
        case COMMAND_ID -> commandId = Optional.of(in.text());
        case CORRELATION_ID -> correlationId = Optional.of(in.text());
        case CAUSATION_ID -> causationId = Optional.of(in.text());
        case TAGS -> tags = texts();
        case ENTRIES -> entries = entries();
        case DONE -> done = done();
        case TIMERS -> {
          TimerSetting[] found = new TimerSetting[in.count(1)];
          for (int i = 0; i < found.length; i++) {
            found[i] = TimerSetting.read(in);
          }
          timers = List.of(found);
        }
        default -> ended = texts();
      }
    }

    private Map<String, String> entries() {
      int count = in.count(2);
      if (count == 1) {
        return Map.of(text(), text());
      }
      Map<String, String> found = new LinkedHashMap<>();
      for (; count > 0; count--) {
        found.put(text(), text());
      }
      return found;
    }

    private Map<String, Long> done() {
      Map<String, Long> found = new LinkedHashMap<>();
      for (int count = in.count(2); count > 0; count--) {
        found.put(text(), in.signed());
      }
      return found;
    }

    private List<String> texts() {
      String[] found = new String[in.count(1)];
      for (int i = 0; i < found.length; i++) {
        found[i] = text();
      }
      return List.of(found);
    }

    private String text() {
      int outer = in.enter();
      String text = in.text();
      in.leave(outer);
      return text;
    }
  }
}
