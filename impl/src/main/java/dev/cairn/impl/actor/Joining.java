package dev.cairn.impl.actor;

import dev.cairn.api.ActorType;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.PlacementOptions;
import dev.cairn.impl.journal.Journal;
import dev.cairn.impl.journal.Store;
import dev.cairn.impl.place.Placed;
import dev.cairn.spi.Placement;
import dev.cairn.spi.PlacementConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way of a system into a cluster. */
record Joining(LocalActorSystem system, Journal journal, PlacementOptions options) {
  private static final int SLICES = 256;
  private static final int MOST_SLICES = 4_096;

  /**
   * Joins; all types are known before the first letter can come.
   *
   * @param beforeOpen gets it before a letter can come
   */
  void join(Placement placement, List<ActorType<?, ?, ?>> types, Consumer<Placed> beforeOpen) {
    if (!journal.committer().isShared()) {
      throw new StoreRefused("The backend " + journal.committer().info().name() + " lets one process write, and with a "
          + "placement several do. Choose a backend and its setting for several writers, such as postgresql with "
          + "writers = many.", null);
    }
    Map<String, String> rest = new HashMap<>(options.settings());
    String cluster = Objects.requireNonNullElse(rest.remove("name"), "cairn");
    String version = Objects.requireNonNullElse(rest.remove("version"), "");
    Store main = journal.store(ActorType.MAIN_STORE);
    int slices = main.slices(slices(rest.remove("slices")));
    Placed placed = new Placed(placement, new PlacedActors(system), slices);
    types.forEach(type -> add(placed, type));
    beforeOpen.accept(placed);
    open(placed, new PlacementConfig(cluster, main.id().toString(), slices, version, rest,
        Optional.of(main::lease)));
  }

  private void add(Placed placed, ActorType<?, ?, ?> type) {
    KnownType<?, ?, ?> known = system.registry().type(type);
    placed.add(type, known.store().letters(type, known.commands(), journal.committer().patience()));
  }

  private static void open(Placed placed, PlacementConfig config) {
    try {
      placed.open(config);
    } catch (IllegalArgumentException e) {
      throw new StoreRefused(String.valueOf(e.getMessage()), e);
    } catch (Placement.NotJoined e) {
      throw new StoreUnavailable(String.valueOf(e.getMessage()), e);
    }
  }

  private static int slices(@Nullable String text) {
    if (text == null) {
      return SLICES;
    }
    try {
      int slices = Integer.parseInt(text);
      if (slices >= 1 && slices <= MOST_SLICES) {
        return slices;
      }
    } catch (NumberFormatException e) {
      // told below, together with numbers out of range
    }
    throw new StoreRefused("Setting cluster.slices = '" + text + "' must be a whole number from 1 to " + MOST_SLICES
        + ".", null);
  }
}
