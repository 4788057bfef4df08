package dev.cairn.impl;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.BackendFinding;
import dev.cairn.api.KeyRing;
import dev.cairn.api.PersonalKeys;
import dev.cairn.api.StoreCompaction;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreHandover;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StorePromotion;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoredTypes;
import dev.cairn.api.bind.BackendAccess;
import dev.cairn.api.bind.CompactionOptions;
import dev.cairn.api.bind.CopyOptions;
import dev.cairn.api.bind.HandoverOptions;
import dev.cairn.api.bind.KeyBox;
import dev.cairn.api.bind.Keys;
import dev.cairn.api.bind.PromotionOptions;
import dev.cairn.api.bind.SystemOptions;
import dev.cairn.api.bind.SystemProvider;
import dev.cairn.impl.actor.LocalActorSystem;
import dev.cairn.impl.backend.BackendCatalogue;
import dev.cairn.impl.compact.LocationCompaction;
import dev.cairn.impl.copy.LocationCopy;
import dev.cairn.impl.copy.LocationFollow;
import dev.cairn.impl.copy.LocationHandover;
import dev.cairn.impl.copy.Promotion;
import dev.cairn.impl.inspect.LocationInspector;
import dev.cairn.impl.journal.Journal;
import dev.cairn.impl.key.AsconKey;
import dev.cairn.impl.key.PasswordKey;
import dev.cairn.impl.personal.PersonalKeyFile;
import dev.cairn.impl.place.PlacementCatalogue;
import dev.cairn.impl.schema.RecordedTypes;
import dev.cairn.spi.Placement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Stream;

/** The runtime, as the api finds it. */
public final class CairnRuntime implements SystemProvider {
  /** Weak: a system that is closed and forgotten leaves. */
  private static final Set<ActorSystem> OPENED = Collections.newSetFromMap(new WeakHashMap<>());

  static {
    // Kryo tries sun.misc.Unsafe otherwise, and newer JVMs print a warning about it
    if (System.getProperty("kryo.unsafe") == null) {
      System.setProperty("kryo.unsafe", "false");
    }
  }

  /** For the service loader. */
  public CairnRuntime() {
    Library.SPI.require();
    Library.KRYO.require();
  }

  /** Closes every system that was opened and is not closed. */
  public static void closeAll() {
    List<ActorSystem> open;
    synchronized (OPENED) {
      open = List.copyOf(OPENED);
    }
    open.forEach(ActorSystem::close);
  }

  @Override
  public ActorSystem open(SystemOptions options) {
    requireOutside(options.keys(), options.data());
    Optional<Placement> placement = options.placement().map(chosen -> PlacementCatalogue.find(chosen.name()));
    boolean closesWithJvm = options.runtime().closeWithJvm().orElse(!BackendCatalogue.isInside());
    LocalActorSystem system = new LocalActorSystem(Journal.open(options), options.runtime(), closesWithJvm);
    system.declare(options.runtime().types());
    placement.ifPresent(found -> {
      system.place(found, options.placement().orElseThrow(), options.runtime().types());
      system.showClusterIn(options.data());
    });
    synchronized (OPENED) {
      OPENED.add(system);
    }
    system.announce();
    return system;
  }

  private static void requireOutside(Keys rings, Path data) {
    Stream.concat(rings.others().stream(), rings.byStore().values().stream())
        .flatMap(ring -> ring.personalKeys().stream()).forEach(keys -> {
          if (keys instanceof PersonalKeyFile file && file.isIn(data)) {
            throw new StoreRefused("The file of " + keys + " is in the folder of the data, " + data
                + ", where a copy of the folder takes it along. Put it elsewhere.", null);
          }
        });
  }

  @Override
  public StoreInspector inspect(Path data, BackendAccess access, Optional<KeyRing> keys) {
    return new LocationInspector(data, access, keys);
  }

  @Override
  public StoredTypes types(Path file) {
    return RecordedTypes.read(file);
  }

  @Override
  public List<BackendFinding> backends(Optional<Path> plugins) {
    return BackendCatalogue.scan(plugins).findings();
  }

  @Override
  public StoreCopy.Result copy(CopyOptions options, StoreCopy.Progress progress) {
    return new LocationCopy(options, progress).run();
  }

  @Override
  public StoreCopy.Result follow(CopyOptions options, Duration grace, StoreCopy.Follower follower) {
    return new LocationFollow(options, grace, follower).run();
  }

  @Override
  public StoreHandover.Result handOver(HandoverOptions options, StoreCopy.Follower follower) {
    if (!(options.system() instanceof LocalActorSystem system)) {
      throw new IllegalArgumentException("This runtime hands over the systems that it has opened, and no other one.");
    }
    requireOutside(system.journal().keys(), options.to());
    return new LocationHandover(system.journal(), options, follower).run();
  }

  @Override
  public StorePromotion.Result promote(PromotionOptions options) {
    return new Promotion(options).run();
  }

  @Override
  public List<StoreCompaction.Result> compact(CompactionOptions options, StoreCompaction.Progress progress) {
    return new LocationCompaction(options, progress).run();
  }

  @Override
  public KeyBox keep(byte[] key) {
    Library.BOUNCY_CASTLE.require(); // a signed jar, whose first class is slow to load
    return new AsconKey(key);
  }

  @Override
  public PersonalKeys personalKeys(Path file) {
    return new PersonalKeyFile(file);
  }

  @Override
  public byte[] stretch(char[] password, Path settings) {
    Library.BOUNCY_CASTLE.require();
    return PasswordKey.of(settings).stretch(password);
  }

  @Override
  public void newPasswordSettings(Path settings) {
    Library.BOUNCY_CASTLE.require();
    PasswordKey.create(settings);
  }
}
