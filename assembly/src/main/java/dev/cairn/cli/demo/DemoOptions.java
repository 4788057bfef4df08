package dev.cairn.cli.demo;

import dev.cairn.api.BackendFinding;
import dev.cairn.api.KeyRing;
import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The options of the demo.
 *
 * @param input the CSV file; without it the sample
 * @param data the folder of the store
 * @param backend the backend that the user named
 * @param keys the keys of a sealed store
 * @param json whether the summary is JSON
 */
public record DemoOptions(Optional<Path> input, Path data, Optional<String> backend,
    Optional<KeyRing> keys, boolean json) {
  private static final String DEFAULT_BACKEND = "sqlite";

  /** Opens the input; fails if it is missing. */
  Input open() {
    return input.<Input>map(CsvInput::new).orElseGet(SampleInput::new);
  }

  /** Whether the folder contains a store: then the folder names its backend. */
  public boolean storeExists() {
    return Files.exists(data.resolve("cairn.location"));
  }

  /** Opens the existing store for reading. */
  StoreInspector inspect() {
    return keys.map(ring -> StoreInspector.open(data, ring)).orElseGet(() -> StoreInspector.open(data));
  }

  /** Whether several processes may write the store; then it has no hash chain. */
  boolean hasSeveralWriters() {
    String given = System.getProperty("cairn.setting.writers", System.getenv("CAIRN_SETTING_WRITERS"));
    return given == null ? isMarkedForSeveralWriters() : given.equals("many");
  }

  private boolean isMarkedForSeveralWriters() {
    Path marks = data.resolve("postgresql.properties");
    try {
      return Files.exists(marks) && Files.readAllLines(marks).contains("writers=many");
    } catch (IOException e) {
      throw new DemoStopped("The file " + marks + " cannot be read: " + Failure.words(e) + ".");
    }
  }

  /** The backend to choose; empty if the folder or the configuration chooses it. */
  Optional<String> backendToUse() {
    return backend.or(() -> storeExists() || hasChoice() ? Optional.empty() : Optional.of(DEFAULT_BACKEND));
  }

  private static boolean hasChoice() {
    return StoreInspector.backends().stream().flatMap(finding -> finding.chosenBy().stream())
        .anyMatch(reason -> !reason.equals(BackendFinding.BEING_THE_ONLY_ONE));
  }
}
