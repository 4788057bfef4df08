package dev.cairn.cli.child;

import dev.cairn.api.ActorSystem;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Opens a folder, notes one number, says "open", and holds the folder until nobody is at the other end of its input.
 */
public final class StoreHolder {
  private StoreHolder() {}

  /** Takes the folder and, if one is to be chosen, the backend. */
  public static void main(String[] args) throws IOException {
    var builder = ActorSystem.builder().data(Path.of(args[0]));
    if (args.length > 1) {
      builder.backend(args[1]);
    }
    try (var system = builder.open()) {
      system.entity(Notebook.TYPE, "held").ask(new Notebook.Note(1));
      System.out.println("open");
      System.in.transferTo(System.out);
    }
    System.out.println("closed");
  }
}
