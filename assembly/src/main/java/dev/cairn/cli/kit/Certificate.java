package dev.cairn.cli.kit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * A certificate of a backend: what was tested, with which kit, on which machine, and the result of each rule.
 *
 * @param backend its name
 * @param engine its engine and version, as the backend reports it
 * @param durability its default durability
 * @param jars the jars by name, each with its SHA-256
 * @param kit the version of the kit
 * @param machine system, processor and JVM
 * @param time the end of the test
 * @param rules every rule, in order
 */
public record Certificate(String backend, String engine, String durability, Map<String, String> jars, String kit,
    String machine, Instant time, List<RuleResult> rules) {

  /** Joins the reports of the kit from both runs. */
  public static Certificate of(KitRun modules, KitRun felix, Map<String, String> jars, String kit) {
    Map<String, RuleResult> rules = new TreeMap<>(felix.rules());
    modules.rules().forEach((rule, result) -> rules.merge(rule, result, (in, own) -> own.and(in, "in Felix")));
    List<String> backend = modules.backend().isEmpty() ? felix.backend() : modules.backend();
    return new Certificate(part(backend, 0), part(backend, 1), part(backend, 2), jars, kit, thisMachine(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS), rules.values().stream().sorted(RuleResult.IN_ORDER).toList());
  }

  private static String part(List<String> backend, int at) {
    return at < backend.size() ? backend.get(at) : "unknown";
  }

  private static String thisMachine() {
    return System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch")
        + ", " + Runtime.getRuntime().availableProcessors() + " processors, Java "
        + System.getProperty("java.runtime.version") + " of " + System.getProperty("java.vendor");
  }

  /** How many rules have a verdict. */
  public long count(Verdict verdict) {
    return rules.stream().filter(rule -> rule.verdict() == verdict).count();
  }

  /** The last sentence of the certificate. */
  public String summary() {
    return count(Verdict.PASSED) + " rules passed, " + count(Verdict.FAILED) + " failed";
  }

  /** The counts as an object. */
  public JsonObject counts() {
    var object = new JsonObject();
    object.addProperty("passed", count(Verdict.PASSED));
    object.addProperty("failed", count(Verdict.FAILED));
    object.addProperty("not_claimed", count(Verdict.NOT_CLAIMED));
    object.addProperty("not_run", count(Verdict.NOT_RUN));
    return object;
  }

  String text() {
    var text = new StringJoiner("\n", "", "\n");
    text.add("backend     " + Printable.of(backend + ", " + engine + ", " + durability + " by default"));
    jars.forEach((jar, sum) -> text.add("jar         " + Printable.of(jar) + "  sha256 " + sum));
    text.add("kit         " + kit);
    text.add("machine     " + machine);
    text.add("time        " + time);
    text.add("");
    for (RuleResult rule : rules) {
      text.add(rule.line());
      rule.detail().lines().skip(1).forEach(line -> text.add("             " + Printable.of(line)));
    }
    text.add("");
    text.add(count(Verdict.NOT_CLAIMED) + " not claimed, " + count(Verdict.NOT_RUN) + " not run here");
    return text.add(summary()).toString();
  }

  JsonObject object() {
    var object = new JsonObject();
    object.addProperty("backend", backend);
    object.addProperty("engine", engine);
    object.addProperty("durability", durability);
    object.add("jars", Json.object(jars));
    object.addProperty("kit", kit);
    object.addProperty("machine", machine);
    object.addProperty("time", time.toString());
    var list = new JsonArray();
    rules.forEach(rule -> list.add(rule.object()));
    object.add("rules", list);
    counts().entrySet().forEach(count -> object.add(count.getKey(), count.getValue()));
    return object;
  }

  /** Writes {@code certificate-BACKEND.txt} and {@code .json} into a folder; returns the first. */
  public Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    String name = "certificate-" + backend.replaceAll("[^a-z0-9-]", "_");
    Files.writeString(folder.resolve(name + ".json"), Json.line(object()) + "\n");
    return Files.writeString(folder.resolve(name + ".txt"), text());
  }
}
