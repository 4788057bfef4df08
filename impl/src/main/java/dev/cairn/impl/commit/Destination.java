package dev.cairn.impl.commit;

import dev.cairn.impl.backend.Location;
import dev.cairn.spi.Backend;

/**
 * Where a committer goes on.
 *
 * @param location is opened again after a failure from then on
 * @param backend open for writing, in a generation after that of the former location; has all that this one has
 * @param enter makes it the true one, for good; if it throws, the former one still is
 * @param entered tells what has a memory of the former one, and throws nothing
 */
public record Destination(Location location, Backend backend, Runnable enter, Runnable entered) {
}
