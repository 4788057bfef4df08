package dev.cairn.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cairn.api.KeyRing;
import dev.cairn.api.StoreCopy;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Printable;
import dev.cairn.cli.progress.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Runs a copy and shows its progress, for the commands copy, backup and restore. */
record CopyRun(CommandSpec spec, boolean json, Optional<KeyRing> keys, Optional<KeyRing> newKeys,
    boolean readers) {

  int run(Path from, Path to, @Nullable String backend) {
    return run(from, to, backend, new BackendSettings());
  }

  int run(Path from, Path to, @Nullable String backend, BackendSettings settings) {
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
    var result = run(copy);
    var out = spec.commandLine().getOut();
    out.println(json ? Json.line(object(result, to)) : text(result, to));
    out.flush();
    if (!readers && !result.readers().isEmpty()) {
      nameReaders(result.readers());
    }
    return ExitCode.DONE;
  }

  private static StoreCopy.Result run(StoreCopy copy) {
    try (var shown = new Shown(Progress.display(Progress.isInteractive(), System.err))) {
      return copy.run(shown);
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

  /** Shows the progress of the two phases one after the other. */
  private static final class Shown implements StoreCopy.Progress, AutoCloseable {
    private final Progress.Display display;
    private StoreCopy.@Nullable Phase phase;
    private @Nullable Progress progress;

    private Shown(Progress.Display display) {
      this.display = display;
    }

    @Override
    public void step(StoreCopy.Phase now, long events, long all) {
      if (now != phase || progress == null) {
        close();
        phase = now;
        progress = display.beginLate(now == StoreCopy.Phase.COPYING ? "Copying" : "Comparing", all, "events");
      }
      progress.stepTo(events);
    }

    @Override
    public void close() {
      if (progress != null) {
        progress.close();
        progress = null;
      }
    }
  }
}
