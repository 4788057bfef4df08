package dev.cairn.impl;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.BackendFinding;
import dev.cairn.api.KeyRing;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.bind.KeyBox;
import dev.cairn.api.bind.SystemOptions;
import dev.cairn.api.bind.SystemProvider;
import dev.cairn.impl.actor.LocalActorSystem;
import dev.cairn.impl.backend.BackendCatalogue;
import dev.cairn.impl.inspect.LocationInspector;
import dev.cairn.impl.journal.Journal;
import dev.cairn.impl.key.AsconKey;
import dev.cairn.impl.key.PasswordKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The runtime, as the api finds it. */
public final class CairnRuntime implements SystemProvider {
  static {
    // Kryo tries sun.misc.Unsafe otherwise, and newer JVMs print a warning about it
    if (System.getProperty("kryo.unsafe") == null) {
      System.setProperty("kryo.unsafe", "false");
    }
  }

  /** For the service loader. */
  public CairnRuntime() {}

  @Override
  public ActorSystem open(SystemOptions options) {
    return new LocalActorSystem(Journal.open(options), options.runtime());
  }

  @Override
  public StoreInspector inspect(Path data, Optional<Path> plugins, Optional<KeyRing> keys) {
    return new LocationInspector(data, plugins, keys);
  }

  @Override
  public List<BackendFinding> backends(Optional<Path> plugins) {
    return BackendCatalogue.scan(plugins).findings();
  }

  @Override
  public KeyBox keep(byte[] key) {
    return new AsconKey(key);
  }

  @Override
  public byte[] stretch(char[] password, Path settings) {
    return PasswordKey.of(settings).stretch(password);
  }

  @Override
  public void newPasswordSettings(Path settings) {
    PasswordKey.create(settings);
  }
}
