package dev.cairn.cli.osgi;

import dev.cairn.cli.print.Failure;
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

/** Starts an OSGi framework with bundles, and stops it in order when the process shuts down. */
public final class FrameworkRun {
  private static final Logger MEDIATOR = Logger.getLogger("org.apache.aries.spifly"); // kept, or it loses its level
  private static final long PATIENCE_MILLIS = 30_000;

  private FrameworkRun() {}

  /** Arguments: the folder of the framework, and the bundles in the order in which they start. */
  public static void main(String[] args) throws BundleException, InterruptedException {
    MEDIATOR.setLevel(Level.WARNING);
    Framework framework = ServiceLoader.load(FrameworkFactory.class).iterator().next().newFramework(
        Map.of(Constants.FRAMEWORK_STORAGE, args[0], Constants.FRAMEWORK_STORAGE_CLEAN, "onFirstInit",
            "felix.log.level", "1", "felix.shutdown.hook", "false"));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(framework), "framework-stop"));
    framework.start();
    List<Bundle> bundles = new ArrayList<>();
    for (String jar : List.of(args).subList(1, args.length)) {
      bundles.add(framework.getBundleContext().installBundle(Path.of(jar).toUri().toString()));
    }
    for (Bundle bundle : bundles) {
      if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
        bundle.start();
      }
    }
    System.out.println(bundles.size() + " bundles started; end with Ctrl-C");
    framework.waitForStop(0);
  }

  private static void stop(Framework framework) {
    try {
      framework.stop();
      framework.waitForStop(PATIENCE_MILLIS);
    } catch (BundleException e) {
      System.err.println("The framework does not stop: " + Failure.words(e) + ".");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
