package dev.cairn.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cairn.api.KeyRing;
import dev.cairn.api.StoreCopy;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Lines;
import dev.cairn.cli.print.Printable;
import dev.cairn.cli.progress.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Runs a copy and shows its progress, for the commands copy, backup and restore. */
record CopyRun(CommandSpec spec, boolean json, Optional<KeyRing> keys, Optional<KeyRing> newKeys,
    boolean readers) {

  int run(Path from, Path to, @Nullable String backend) {
    return run(from, to, backend, new BackendSettings(), Optional.empty());
  }

  /** Runs a copy, which follows its original if there is a grace. */
  int run(Path from, Path to, @Nullable String backend, BackendSettings settings, Optional<Duration> grace) {
    var copy = StoreCopy.of(from, to);
    if (backend != null) {
      copy.backend(backend);
    }
    settings.forEach(copy::setting);
    keys.ifPresent(copy::keys);
    newKeys.ifPresent(copy::rekey);
    if (readers) {
      copy.keepReaders();
    }
    var out = spec.commandLine().getOut();
    var result = grace.map(time -> follow(copy.grace(time), new Lines(out))).orElseGet(() -> run(copy));
    out.println(json ? Json.line(object(result, to)) : text(result, to));
    out.flush();
    if (!readers && !result.readers().isEmpty()) {
      nameReaders(result.readers());
    }
    return ExitCode.DONE;
  }

  private static StoreCopy.Result run(StoreCopy copy) {
    try (var shown = new ShownCopy(Progress.display(Progress.isInteractive(), System.err))) {
      return copy.run(shown);
    }
  }

  private StoreCopy.Result follow(StoreCopy copy, Lines lines) {
    try (var shown = new ShownLag(Progress.display(Progress.isInteractive(), System.err), lines, json)) {
      return copy.follow(shown);
    }
  }

  /** On stderr, so that it is seen even if the output goes to a file. */
  private void nameReaders(List<String> begun) {
    var err = spec.commandLine().getErr();
    err.println(
        "NOTE: these readers of the log were not copied. In the copy each begins anew and gets every event again: "
            + Printable.of(String.join(", ", begun)) + ".");
    err.println("With --keep-readers they keep their checkpoints in the copy.");
    err.flush();
  }

  private static String text(StoreCopy.Result result, Path to) {
    return String.format(Locale.ROOT, "%,d streams, %,d events, %,d snapshots are the same in %s, backend %s",
        result.streams(), result.events(), result.snapshots(), Printable.of(to.toString()),
        Printable.of(result.backend()));
  }

  private JsonObject object(StoreCopy.Result result, Path to) {
    var object = new JsonObject();
    object.addProperty("streams", result.streams());
    object.addProperty("events", result.events());
    object.addProperty("snapshots", result.snapshots());
    object.addProperty("backend", result.backend());
    object.addProperty("folder", to.toString());
    var names = new JsonArray();
    result.readers().forEach(names::add);
    object.add("readers", names);
    object.addProperty("readers_kept", readers);
    return object;
  }
}
