/** Tells Micrometer of a system: its meters, and a span for each command and each persist. */
// Micrometer's jars have no descriptor; their manifests give them these names.
@SuppressWarnings({ "requires-automatic", "requires-transitive-automatic" })
module dev.cairn.micrometer {
  requires transitive dev.cairn.api;
  requires transitive micrometer.core;
  requires transitive micrometer.observation;
  requires static org.jspecify;

  exports dev.cairn.micrometer;
}
