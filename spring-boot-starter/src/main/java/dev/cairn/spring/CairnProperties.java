package dev.cairn.spring;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the system, which have the names that Cairn has for them everywhere. What is not set has the default
 * of {@link ActorSystem.Builder}. A key that is none of these and stands in a file of the application is refused.
 *
 * <p>The folders are texts: Spring would look for a {@link Path} on the class path first.
 *
 * @param data the folder of the stores; cairn-data in the working directory by default
 * @param backend the name of the backend; needed only if several are on the class path and the folder names none
 * @param backends the plugin folder: each of its sub-folders is a backend with its libraries
 * @param durability what a persisted event survives; the strongest level of the backend by default
 * @param chain whether a store that has no hash chain gets one; false by default
 * @param setting settings of the backend, by their names; those of the placement begin with {@code cluster.}
 * @param askTimeout how long an ask waits, 5s by default
 * @param persistDeadline how long a persist or a recovery waits for the store, 10s by default
 * @param stopDeadline how long a stop waits for the commands that are being handled, 10s by default
 * @param idleAfter after which time an idle actor leaves memory, 2m by default
 * @param maxActive the highest number of persistent actors in memory, 100,000 by default
 * @param checkStates whether the state of an actor is checked after each command, for tests; false by default
 * @param placement how several processes share the actors of the location; by default this process runs all
 */
@ConfigurationProperties(prefix = "cairn", ignoreUnknownFields = false)
public record CairnProperties(@Nullable String data, @Nullable String backend, @Nullable String backends,
    @Nullable Durability durability, @Nullable Boolean chain, @DefaultValue Map<String, String> setting,
    @Nullable Duration askTimeout,
    @Nullable Duration persistDeadline, @Nullable Duration stopDeadline, @Nullable Duration idleAfter,
    @Nullable Integer maxActive, @Nullable Boolean checkStates, @Nullable String placement) {

  /** Makes the settings on a builder, as far as they are set. */
  void applyTo(ActorSystem.Builder builder) {
    applyLocation(builder);
    if (askTimeout != null) {
      builder.askTimeout(askTimeout);
    }
    if (persistDeadline != null) {
      builder.persistDeadline(persistDeadline);
    }
    if (stopDeadline != null) {
      builder.stopDeadline(stopDeadline);
    }
    if (idleAfter != null) {
      builder.idleAfter(idleAfter);
    }
    if (maxActive != null) {
      builder.maxActive(maxActive);
    }
    if (checkStates != null) {
      builder.checkStates(checkStates);
    }
  }

  private void applyLocation(ActorSystem.Builder builder) {
    if (data != null) {
      builder.data(Path.of(data));
    }
    if (backends != null) {
      builder.backends(Path.of(backends));
    }
    if (backend != null) {
      builder.backend(backend);
    }
    if (durability != null) {
      builder.durability(durability);
    }
    if (placement != null) {
      builder.placement(placement);
    }
    if (chain != null) {
      builder.chain(chain);
    }
    // CAIRN_SETTING_CACHE_MIB reaches a map as cache.mib
    setting.forEach((name, value) -> builder.setting(
        name.replace('.', '-').replaceFirst("^cluster-", "cluster."), value));
  }
}
