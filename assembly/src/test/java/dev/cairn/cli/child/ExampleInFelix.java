package dev.cairn.cli.child;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** Starts an OSGi framework with bundles, runs the README's program inside its bundle, and stops. */
public final class ExampleInFelix {
  private static final String PROGRAM = "dev.cairn.examples.account.Main";

  /** SPI Fly tells of each provider it finds. */
  private static final Logger TALKER = Logger.getLogger("org.apache.aries.spifly");

  private ExampleInFelix() {}

  /** Takes a folder for the framework, and the bundles: the one with the program is the last. */
  public static void main(String[] args) throws Exception {
    TALKER.setLevel(Level.WARNING);
    Framework felix = ServiceLoader.load(FrameworkFactory.class).iterator().next()
        .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, args[0], "felix.log.level", "1"));
    felix.start();
    Bundle last = start(felix, List.of(args).subList(1, args.length));
    Method main = last.loadClass(PROGRAM).getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    main.invoke(null, (Object) new String[0]);
    felix.stop();
    felix.waitForStop(10_000);
  }

  private static Bundle start(Framework felix, List<String> jars) throws BundleException {
    var bundles = new ArrayList<Bundle>();
    for (String jar : jars) {
      bundles.add(felix.getBundleContext().installBundle(Path.of(jar).toUri().toString()));
    }
    for (Bundle bundle : bundles) {
      if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
        bundle.start();
      }
    }
    return bundles.getLast();
  }
}
