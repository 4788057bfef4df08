package dev.cairn.impl.osgi;

import dev.cairn.impl.CairnRuntime;
import dev.cairn.impl.backend.BackendCatalogue;
import dev.cairn.impl.backend.Container;
import dev.cairn.impl.commit.OpenLocations;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;

/** Starts and stops with the bundle of the runtime. Its stop closes every system that the runtime opened. */
public final class RuntimeActivator implements BundleActivator {

  /** For the framework. */
  public RuntimeActivator() {}

  @Override
  public void start(BundleContext context) throws InvalidSyntaxException {
    BackendBundles bundles = new BackendBundles(context);
    BackendCatalogue.inside(bundles);
    context.addBundleListener(bundles);
    context.addServiceListener(bundles, BackendBundles.FILTER);
  }

  @Override
  public void stop(BundleContext context) {
    CairnRuntime.closeAll();
    OpenLocations.look();
    BackendCatalogue.inside(Container.NONE);
  }
}
