package dev.cairn.spi;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a placement is opened with.
 *
 * @param cluster the name of the cluster; a process of a cluster with another name is refused
 * @param location names the location, the same in all its processes; members of two locations never form one cluster
 * @param slices how many slices the location has, from 1 to 4,096; the same in all its processes
 * @param version of the program, as its author counts them; newer processes get slices first. Empty where none is given
 * @param settings what the user set, by the names without their prefix {@code cluster.}. A placement refuses a name
 *     that it does not know. A value may be a secret
 * @param leases gives leases over the location by their names, the same in all its processes, where its backend can
 *     give any
 */
public record PlacementConfig(String cluster, String location, int slices, String version,
    Map<String, String> settings, Optional<Function<String, Lease>> leases) {

  /** Refuses missing parts and a number of slices that no location has. */
  public PlacementConfig {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(version, "version");
    settings = Map.copyOf(settings);
    Objects.requireNonNull(leases, "leases");
    if (slices < 1 || slices > 4_096) {
      throw new IllegalArgumentException("A location has from 1 to 4096 slices, not " + slices + ".");
    }
  }

  /** Names the cluster and the location; a setting may be a secret, and stays unsaid. */
  @Override
  public String toString() {
    return "cluster " + cluster + " on location " + location;
  }

  /**
   * A lease that one owner has at a time. It is over when its owner has not taken it again for its time, as seen by
   * whoever wants it; no clocks of two processes are compared, so who wants it asks again and again. It decides which
   * side of two goes on when they cannot reach each other, and which cluster has a location; it never decides whose
   * events are stored. Any thread may call; calls wait for the store.
   */
  public interface Lease {

    /**
     * Takes the lease, or extends it, if nobody else has it now. Of several who take it at once, one gets it at most.
     *
     * @param owner 1 to 255 bytes of UTF-8
     * @param ttl how long the owner has it without taking it again
     * @return false if another owner has it
     * @throws BackendException.Unavailable if the engine cannot be reached; whether the lease was taken is not known
     */
    boolean take(String owner, Duration ttl);

    /**
     * Gives the lease back; nothing happens if this owner does not have it.
     *
     * @throws BackendException.Unavailable as {@link #take}
     */
    void give(String owner);

    /**
     * Says who has the lease, or had it last and did not give it back; empty for nobody.
     *
     * @throws BackendException.Unavailable as {@link #take}
     */
    Optional<String> owner();
  }
}
