package dev.cairn.backend.rocksdb;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.BackendConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;

/** The native objects of one opening. */
class RocksdbOptionsTest {

  @TempDir
  Path folder;

  @Test
  void closing_the_options_frees_those_of_every_column_family() {
    RocksdbLibrary.load();
    RocksdbOptions options = new RocksdbOptions(
        RocksdbSettings.of(new BackendConfig(folder, BackendConfig.Mode.READ, Optional.empty(), Map.of())));
    List<ColumnFamilyDescriptor> families = RocksdbFolder.descriptors(options);
    families.forEach(family -> assertTrue(family.getOptions().isOwningHandle()));
    options.close();
    families.forEach(family -> assertFalse(family.getOptions().isOwningHandle()));
  }
}
