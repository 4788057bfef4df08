package dev.cairn.impl.backend;

import dev.cairn.spi.BackendProvider;

/** A usable provider, the name it gave, and the jar it came from. */
public record FoundBackend(String name, String origin, BackendProvider provider) {}
