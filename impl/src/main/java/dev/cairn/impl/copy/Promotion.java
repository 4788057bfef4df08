package dev.cairn.impl.copy;

import dev.cairn.api.Position;
import dev.cairn.api.StoreException;
import dev.cairn.api.StorePromotion;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.bind.CopyOptions;
import dev.cairn.api.bind.PromotionOptions;
import dev.cairn.impl.backend.BackendCatalogue;
import dev.cairn.impl.backend.Location;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes an unfinished copy, whose original is lost, a store. Used by one thread. */
public final class Promotion {
  private static final System.Logger LOG = System.getLogger(Promotion.class.getName());

  private final PromotionOptions options;
  private final CopyFile file;

  /** Finds the unfinished copy. */
  public Promotion(PromotionOptions options) {
    this.options = options;
    this.file = CopyFile.of(options.data());
  }

  /** Completes the copy with what it has, and signs it. */
  public StorePromotion.Result run() {
    Instant asOf = file.asOf().orElseThrow(() -> new StoreRefused("The copy in " + options.data() + " was never whole:"
        + " its first pass over the original has not ended, so it cannot become a store.", null));
    refuseWhileOriginalIsThere();
    CopyTarget copy = new CopyTarget(asCopy(), BackendCatalogue.scan(options.access().plugins())
        .choose(file.backend()), file);
    List<StorePromotion.Promoted> stores = file.stores().stream().map(this::promoted).toList();
    try (CopySession session = copy.open()) {
      session.chain();
    } catch (BackendException e) {
      throw Location.explain(options.data(), e);
    }
    copy.sign();
    return new StorePromotion.Result(copy.backend(), asOf, stores);
  }

  private StorePromotion.Promoted promoted(String store) {
    var through = file.through(store);
    return new StorePromotion.Promoted(store, new Position(through.generation(), through.offset()), file.newest(store));
  }

  private CopyOptions asCopy() {
    return new CopyOptions(file.from(), options.data(), file.backend(), options.keys(), Optional.empty(), true,
        options.access(), options.settings());
  }

  /** Two stores of which both go on would part: nobody could join them again. */
  private void refuseWhileOriginalIsThere() {
    Path from = file.from();
    if (isThere(from)) {
      throw new StoreRefused("The original in " + from + " can still be read, so nothing need be lost: cairn copy "
          + from + " " + options.data() + " --to " + file.backend().orElse("BACKEND") + " --keep-readers completes the"
          + " copy. If the original is of no use any more, move its folder away, and promote again.", null);
    }
  }

  private boolean isThere(Path from) {
    try (Backend original = Location.openToRead(from, options.access()); Backend moment = original.pointInTime()) {
      return !moment.stores().isEmpty();
    } catch (BackendException | StoreException e) {
      LOG.log(System.Logger.Level.DEBUG, "The original in " + from + " cannot be read: " + e.getMessage());
      return false;
    }
  }
}
