package dev.cairn.impl.place;

import dev.cairn.api.StoreRefused;
import dev.cairn.spi.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds placements by name, as services beside this module. */
public final class PlacementCatalogue {
  private PlacementCatalogue() {}

  /**
   * Makes the placement of a name; the only one of that name, or the first.
   *
   * @throws StoreRefused if there is none
   */
  public static Placement find(String name) {
    ModuleLayer layer = PlacementCatalogue.class.getModule().getLayer();
    ServiceLoader<Placement> services = layer == null
        ? ServiceLoader.load(Placement.class, PlacementCatalogue.class.getClassLoader())
        : ServiceLoader.load(layer, Placement.class);
    List<String> found = new ArrayList<>();
    try {
      for (Placement each : services) {
        if (each.name().equals(name)) {
          return each;
        }
        found.add(each.name());
      }
    } catch (ServiceConfigurationError e) {
      throw new StoreRefused("The placement " + name + " cannot be made: one that was found is broken.", e);
    }
    throw new StoreRefused("The placement " + name + " was not found; " + (found.isEmpty() ? "there is none"
        : "there is " + String.join(", ", found)) + ". Add its module, such as cairn-cluster-" + name
        + ", with its libraries, to the module path or the class path. Nothing was touched.", null);
  }
}
