package dev.cairn.spring;

import dev.cairn.api.ActorSystem;

/**
 * A bean that makes settings of the system that are no property and no bean of their own, such as keys for one store.
 * Called once for each opening of the system, after everything else was set; several are called in their order
 * ({@code @Order}). What it throws lets the start fail.
 */
@FunctionalInterface
public interface ActorSystemCustomizer {

  /** Changes the description of the system that is about to open. */
  void customize(ActorSystem.Builder builder);
}
