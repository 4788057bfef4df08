package dev.cairn.cli.child;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.osgi.framework.BundleException;

/** Tells which backends are found among bundles of which the last ones are bad, and stores something in SQLite. */
public final class BackendsInFelix {
  private BackendsInFelix() {}

  /** Takes a folder, how many of the bundles are bad, and the bundles. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int good = args.length - Integer.parseInt(args[1]);
    try (Felix felix = Felix.start(folder.resolve("felix").toString())) {
      felix.install(List.of(args).subList(2, good));
      for (String bad : List.of(args).subList(good, args.length)) {
        try {
          felix.install(List.of(bad));
        } catch (BundleException e) {
          System.out.println("not a bundle: " + bad);
        }
      }
      UnaryOperator<String> writers = felix.writers(folder.resolve("writers.jar"));
      System.out.print(writers.apply("backends"));
      writers.apply("open sqlite " + folder.resolve("data"));
      System.out.println("sqlite " + writers.apply("ask"));
      writers.apply("close");
    }
  }
}
