package dev.cairn.cli.child;

import java.lang.reflect.Method;
import java.util.List;

/** Starts an OSGi framework with bundles, runs the README's program inside its bundle, and stops. */
public final class ExampleInFelix {
  private static final String PROGRAM = "dev.cairn.examples.account.Main";

  private ExampleInFelix() {}

  /** Takes a folder for the framework, and the bundles: the one with the program is the last. */
  public static void main(String[] args) throws Exception {
    try (Felix felix = Felix.start(args[0])) {
      var bundles = felix.install(List.of(args).subList(1, args.length));
      Method main = bundles.getLast().loadClass(PROGRAM).getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      main.invoke(null, (Object) new String[0]);
    }
  }
}
