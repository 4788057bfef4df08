package dev.cairn.spi;

/**
 * Opens backends of one kind. Found through {@link java.util.ServiceLoader} or as an OSGi service, so it needs a public
 * constructor without parameters, which must neither open files nor load native code.
 *
 * <p>Thread rules: any thread may call, several at once.
 */
public interface BackendProvider {

  /**
   * Returns the name by which people choose this backend, such as {@code "sqlite"}. It matches
   * {@code [a-z][a-z0-9-]{0,31}}, never changes, and is written beside the data it belongs to.
   */
  String name();

  /**
   * Opens a location and claims a new generation of it, with a sync where the durability asks for one. Reading the
   * location ({@link BackendConfig.Mode#READ}) claims nothing, changes nothing and needs no lock.
   *
   * <p>Opening for writing makes whatever it recovers durable before it returns: what a later call shows, a power loss
   * does not take back.
   *
   * @throws BackendException.Misconfigured if a setting is unknown, out of range, or cannot be given, such as a
   *     durability; nothing was touched
   * @throws BackendException.Locked if another writer holds the location; the exception says who
   * @throws BackendException.Corrupt if the location holds something else than a store of this backend, or a damaged
   *     one
   * @throws BackendException.Unavailable if the location cannot be reached, or is not there and the mode is not to
   *     create it
   */
  Backend open(BackendConfig config);
}
