package dev.cairn.api;

import java.util.Optional;

/**
 * One backend that was found.
 *
 * @param name its name; empty where it did not come so far as to tell
 * @param origin the jar or module it came from
 * @param problem why it cannot be used; empty if it can
 */
public record BackendFinding(Optional<String> name, String origin, Optional<String> problem) {}
