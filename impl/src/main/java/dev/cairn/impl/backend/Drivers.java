package dev.cairn.impl.backend;

import java.util.Optional;

/** The Maven names of the engines of the known backends. */
final class Drivers {
  private Drivers() {}

  static Optional<String> of(String backend) {
    return switch (backend) {
      case "sqlite" -> Optional.of("org.xerial:sqlite-jdbc");
      case "rocksdb" -> Optional.of("org.rocksdb:rocksdbjni");
      case "postgresql" -> Optional.of("org.postgresql:postgresql, with com.zaxxer:HikariCP and org.slf4j:slf4j-api");
      default -> Optional.empty();
    };
  }
}
