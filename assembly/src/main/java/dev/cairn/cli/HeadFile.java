package dev.cairn.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.cairn.api.Position;
import dev.cairn.api.StoreHead;
import dev.cairn.api.StoreHead.Mark;
import dev.cairn.cli.print.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The heads of chains in a file, as {@code cairn head} prints them, of any number of stores and moments.
 *
 * <pre>{@code
 *   store     main                               or one JSON object a line:
 *   id        4be2...                            {"store":"main","id":"4be2...","position":"1:42",...}
 *   position  1:42
 *   hash      91c0...
 *   earlier   1:17 55aa...
 * }</pre>
 */
final class HeadFile {
  private static final Pattern PLACE = Pattern.compile("([0-9]{1,18}):([0-9]{1,18})");
  private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");

  private HeadFile() {}

  static String text(StoreHead head) {
    StringBuilder text = new StringBuilder("store     " + head.store() + "\nid        " + head.id() + "\nposition  "
        + head.position() + "\nhash      " + head.hash());
    head.earlier().forEach(mark -> text.append("\nearlier   " + mark.position() + " " + mark.hash()));
    return text.toString();
  }

  static JsonObject object(StoreHead head) {
    var object = new JsonObject();
    object.addProperty("store", head.store());
    object.addProperty("id", head.id());
    object.addProperty("position", head.position().toString());
    object.addProperty("hash", head.hash());
    var earlier = new JsonArray();
    head.earlier().forEach(mark -> {
      var place = new JsonObject();
      place.addProperty("position", mark.position().toString());
      place.addProperty("hash", mark.hash());
      earlier.add(place);
    });
    object.add("earlier", earlier);
    return object;
  }

  /** Reads all heads; refuses a file without any. */
  static List<StoreHead> read(Path file) {
    try {
      String all = Files.readString(file).strip();
      List<StoreHead> heads = all.startsWith("{")
          ? all.lines().filter(line -> !line.isBlank()).map(HeadFile::ofJson).toList()
          : ofText(all.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
      if (heads.isEmpty()) {
        throw new IllegalArgumentException("it is empty");
      }
      return heads;
    } catch (IOException e) {
      throw new CannotRun("The file " + file + " cannot be read: " + Failure.words(e) + ".");
    } catch (IllegalArgumentException | JsonParseException | IllegalStateException e) {
      throw new CannotRun("The file " + file + " has no head as 'cairn head' prints it: " + Failure.words(e) + ".");
    }
  }

  private static StoreHead ofJson(String line) {
    JsonObject object = JsonParser.parseString(line).getAsJsonObject();
    List<Mark> earlier = new ArrayList<>();
    if (object.has("earlier")) {
      object.getAsJsonArray("earlier").forEach(each -> earlier.add(mark(each.getAsJsonObject())));
    }
    Mark mark = mark(object);
    return new StoreHead(member(object, "store"), member(object, "id"), mark.position(), mark.hash(), earlier);
  }

  private static Mark mark(JsonObject object) {
    return new Mark(position(member(object, "position")), hash(member(object, "hash")));
  }

  private static String member(JsonObject object, String name) {
    JsonElement value = object.get(name);
    if (value == null || !value.isJsonPrimitive()) {
      throw new IllegalArgumentException("'" + name + "' is missing");
    }
    return value.getAsString();
  }

  private static List<StoreHead> ofText(List<String> lines) {
    List<StoreHead> heads = new ArrayList<>();
    for (int at = 0; at < lines.size();) {
      int first = at;
      List<Mark> earlier = new ArrayList<>();
      for (at += 4; at < lines.size() && lines.get(at).startsWith("earlier "); at++) {
        String[] words = value(lines, at, "earlier").split(" +", 2);
        earlier.add(new Mark(position(words[0]), hash(words.length == 2 ? words[1] : "")));
      }
      heads.add(new StoreHead(value(lines, first, "store"), value(lines, first + 1, "id"),
          position(value(lines, first + 2, "position")), hash(value(lines, first + 3, "hash")), earlier));
    }
    return heads;
  }

  private static String value(List<String> lines, int at, String name) {
    if (at >= lines.size() || !lines.get(at).startsWith(name + " ")) {
      throw new IllegalArgumentException("'" + name + "' is missing in line " + (at + 1) + " of its text");
    }
    return lines.get(at).substring(name.length()).strip();
  }

  private static Position position(String text) {
    Matcher place = PLACE.matcher(text);
    if (!place.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no position");
    }
    return new Position(Long.parseLong(place.group(1)), Long.parseLong(place.group(2)));
  }

  private static String hash(String text) {
    if (!HASH.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is no hash of 64 hexadecimal digits");
    }
    return text;
  }
}
