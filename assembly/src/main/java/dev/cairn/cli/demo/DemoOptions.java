package dev.cairn.cli.demo;

import dev.cairn.api.BackendFinding;
import dev.cairn.api.KeyRing;
import dev.cairn.api.StoreInspector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the demo was asked for.
 *
 * @param input the CSV file; without it the sample
 * @param data the folder of the store
 * @param backend the backend the user named
 * @param keys of a sealed store
 * @param json whether the summary is for a machine
 */
public record DemoOptions(Optional<Path> input, Path data, Optional<String> backend,
    Optional<KeyRing> keys, boolean json) {
  private static final String DEFAULT_BACKEND = "sqlite";

  /** Opens the input, or finds that there is none. */
  Input open() {
    return input.<Input>map(CsvInput::new).orElseGet(SampleInput::new);
  }

  /** Whether the folder holds a store: then the folder says which backend it belongs to. */
  public boolean storeExists() {
    return Files.exists(data.resolve("cairn.location"));
  }

  /** Looks inside the store that is there. */
  StoreInspector inspect() {
    return keys.map(ring -> StoreInspector.open(data, ring)).orElseGet(() -> StoreInspector.open(data));
  }

  /** The backend to ask for; empty where the folder or the configuration shall say. */
  Optional<String> backendToUse() {
    return backend.or(() -> storeExists() || chosen() ? Optional.empty() : Optional.of(DEFAULT_BACKEND));
  }

  private static boolean chosen() {
    return StoreInspector.backends().stream().flatMap(finding -> finding.chosenBy().stream())
        .anyMatch(reason -> !reason.equals(BackendFinding.BEING_THE_ONLY_ONE));
  }
}
