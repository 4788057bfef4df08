package dev.cairn.cluster.pekko;

import dev.cairn.spi.PlacementConfig.Lease;
import org.apache.pekko.actor.setup.Setup;

/** Carries the lease of the location into Pekko's system, where {@link LocationLease} is made by its name. */
final class LeaseSetup extends Setup {
  private final Lease lease;

  LeaseSetup(Lease lease) {
    this.lease = lease;
  }

  Lease lease() {
    return lease;
  }
}
