package dev.cairn.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StorePromotion;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Lines;
import dev.cairn.cli.print.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a warm standby a store, after its original is lost. */
@Command(name = "promote",
    description = { "Makes an unfinished copy a store, when its original is lost.",
        "The copy was made by 'cairn copy --follow'. It says up to where the copy has",
        "everything; what the original stored after that is lost. Then it reads every record." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "While the original can be read, this is refused: 'cairn copy' completes the copy",
        "without a loss. Move the folder away if it is of no use any more.", "", "Example:",
        "  cairn promote /mnt/second/cairn" })
final class Promote implements Callable<Integer> {

  @Parameters(paramLabel = "DIR2", description = "The folder of the unfinished copy.")
  private Path data = Path.of("");

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Mixin
  private BackendSettings settings = new BackendSettings();

  @Option(names = "--json", description = {
      "One JSON object a line for each damaged place: place, what, left; then one with folder, backend, as_of, "
          + "damages, and stores, of which each has store, position, newest." })
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var promotion = StorePromotion.of(data);
    keys.ring().ifPresent(promotion::keys);
    settings.forEach(promotion::setting);
    StorePromotion.Result result = promotion.run();
    List<StoreInspector.Damage> damages = new ArrayList<>();
    settings.set();
    try (var inspector = keys.inspect(data)) {
      inspector.verify(damages::add, events -> {});
    }
    var lines = new Lines(spec.commandLine().getOut());
    damages.forEach(damage -> lines.print(json ? Json.line(Verify.object(damage)) : Verify.text(damage)));
    if (json) {
      lines.print(Json.line(object(result, damages.size())));
    } else {
      result.stores().forEach(store -> lines.print(text(store)));
      lines.print(Printable.of(data.toString()) + " is a store of the backend " + Printable.of(result.backend())
          + " now. It was whole as of " + Events.MILLIS.format(result.asOf())
          + "; what the original stored later is lost"
          + (damages.isEmpty() ? "." : ", and " + damages.size() + " places are damaged."));
    }
    lines.flush();
    return damages.isEmpty() ? ExitCode.DONE : ExitCode.FINDING;
  }

  private static String text(StorePromotion.Promoted store) {
    return "store " + Printable.of(store.store()) + " has every event up to position " + store.through()
        + " of the original" + store.newest().map(time -> ", of " + Events.MILLIS.format(time)).orElse("");
  }

  private JsonObject object(StorePromotion.Result result, int damages) {
    var object = new JsonObject();
    object.addProperty("folder", data.toString());
    object.addProperty("backend", result.backend());
    object.addProperty("as_of", result.asOf().toString());
    object.addProperty("damages", damages);
    var stores = new JsonArray();
    for (StorePromotion.Promoted store : result.stores()) {
      var each = new JsonObject();
      each.addProperty("store", store.store());
      each.addProperty("position", store.through().toString());
      store.newest().ifPresent(time -> each.addProperty("newest", time.toString()));
      stores.add(each);
    }
    object.add("stores", stores);
    return object;
  }
}
