package dev.cairn.api.bind;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.BackendFinding;
import dev.cairn.api.KeyRing;
import dev.cairn.api.PersonalKeys;
import dev.cairn.api.StoreCompaction;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreHandover;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StorePromotion;
import dev.cairn.api.StoredTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The runtime, as the api sees it. */
public interface SystemProvider {

  /** Opens a system. */
  ActorSystem open(SystemOptions options);

  /** Opens a location for reading. */
  StoreInspector inspect(Path data, BackendAccess access, Optional<KeyRing> keys);

  /** Reads a file with the types that stores have recorded. */
  StoredTypes types(Path file);

  /** Returns the backends that can be found, with the reason why one cannot be used. */
  List<BackendFinding> backends(Optional<Path> plugins);

  /** Copies a location. */
  StoreCopy.Result copy(CopyOptions options, StoreCopy.Progress progress);

  /** Copies a location, and goes on until nobody has written to it for a time. */
  StoreCopy.Result follow(CopyOptions options, Duration grace, StoreCopy.Follower follower);

  /** Hands the location of a running system over to another folder. */
  StoreHandover.Result handOver(HandoverOptions options, StoreCopy.Follower follower);

  /** Makes an unfinished copy, whose original is lost, a store. */
  StorePromotion.Result promote(PromotionOptions options);

  /** Deletes the events that no recovery and no reader needs; returns a result for each store. */
  List<StoreCompaction.Result> compact(CompactionOptions options, StoreCompaction.Progress progress);

  /** Keeps a copy of the 32 bytes of a key. */
  KeyBox keep(byte[] key);

  /** Opens a file with the keys of personal actors at its first use. */
  PersonalKeys personalKeys(Path file);

  /** Turns a password into the 32 bytes of a key. */
  byte[] stretch(char[] password, Path settings);

  /** Writes a new salt and the parameters of a password's key to a new file, which must not exist. */
  void newPasswordSettings(Path settings);
}
