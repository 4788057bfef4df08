package dev.cairn.examples.osgi;

import dev.cairn.api.ActorSystem;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Opens a system when its bundle starts, rings a doorbell, and closes the system when its bundle stops. */
public final class DoorBundle implements BundleActivator {
  private @Nullable ActorSystem system;

  @Override
  public void start(BundleContext context) {
    ActorSystem opened = ActorSystem.open();
    system = opened;
    System.out.println("rung " + opened.entity(Doorbell.TYPE, "front").ask(new Doorbell.Ring("postman")) + " times");
  }

  @Override
  public void stop(BundleContext context) {
    if (system != null) {
      system.close();
    }
    System.out.println("closed");
  }
}
