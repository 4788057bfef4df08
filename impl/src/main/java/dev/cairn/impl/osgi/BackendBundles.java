package dev.cairn.impl.osgi;

import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.CairnRuntime;
import dev.cairn.impl.backend.Container;
import dev.cairn.impl.commit.OpenLocations;
import dev.cairn.spi.BackendProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Follows the bundles of backends in the OSGi framework. A bundle that stops waits here until its locations are closed,
 * or for a while.
 */
final class BackendBundles implements Container, SynchronousBundleListener, ServiceListener {
  static final String FILTER = "(objectClass=" + BackendProvider.class.getName() + ")";
  private static final System.Logger LOG = System.getLogger(BackendBundles.class.getName());

  private final BundleContext context;

  BackendBundles(BundleContext context) {
    this.context = context;
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    Bundle bundle = event.getBundle();
    switch (event.getType()) {
      case BundleEvent.STOPPING -> leaves(bundle);
      case BundleEvent.STARTED -> OpenLocations.look();
      default -> {
      }
    }
  }

  private void leaves(Bundle bundle) {
    Predicate<Class<?>> own = provider -> bundle.equals(FrameworkUtil.getBundle(provider));
    if (frameworkStops() && OpenLocations.any(own)) {
      CairnRuntime.closeAll(); // no backend comes back, and the bundles that opened a system have stopped
    }
    OpenLocations.leave(own, "The bundle " + bundle.getSymbolicName() + " of its backend has stopped");
  }

  private boolean frameworkStops() {
    return context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.STOPPING;
  }

  @Override
  public void serviceChanged(ServiceEvent event) {
    if (event.getType() == ServiceEvent.REGISTERED) {
      OpenLocations.look();
    }
  }

  @Override
  public boolean isPresent(Class<?> provider) {
    Bundle bundle = FrameworkUtil.getBundle(provider);
    return bundle == null
        || (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0 && isOfNewest(bundle, provider);
  }

  /** After an update, a class of the old bundle is found for a moment, but can load no other class any more. */
  private static boolean isOfNewest(Bundle bundle, Class<?> provider) {
    try {
      return bundle.loadClass(provider.getName()) == provider;
    } catch (ClassNotFoundException | IllegalStateException | LinkageError e) {
      return false;
    }
  }

  @Override
  public List<BackendProvider> providers() {
    List<BackendProvider> offered = new ArrayList<>();
    try {
      for (ServiceReference<BackendProvider> service : context.getServiceReferences(BackendProvider.class, null)) {
        add(service, offered);
      }
    } catch (InvalidSyntaxException | IllegalStateException e) {
      LOG.log(System.Logger.Level.DEBUG, "The framework names no services.", e);
    }
    return offered;
  }

  private void add(ServiceReference<BackendProvider> service, List<BackendProvider> offered) {
    try {
      BackendProvider provider = context.getService(service);
      if (provider != null) {
        offered.add(provider);
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.WARNING, "The service of " + Objects.toString(service.getBundle())
          + " gives no backend: " + FailureText.of(e) + ".");
    }
  }
}
