package dev.cairn.examples.plugins;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.StoreInspector;
import java.nio.file.Path;

/** Shows the backends in a folder, uses one of them, and rings a doorbell. */
final class Main {
  private Main() {}

  /** Arguments: the folder of backends, and the name of one backend. */
  public static void main(String[] args) {
    Path backends = Path.of(args[0]);
    StoreInspector.backends(backends).forEach(found -> System.out.println(
        "found " + found.name().orElse("nothing usable") + " in " + found.origin()
            + found.problem().map(why -> ", which cannot be used: " + why).orElse("")));
    try (var system = ActorSystem.builder().backends(backends).backend(args[1]).open()) {
      System.out.println("rung " + system.entity(Doorbell.TYPE, "front").ask(new Doorbell.Ring("postman")) + " times");
    }
  }
}
