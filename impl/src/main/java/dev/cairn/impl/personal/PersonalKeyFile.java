package dev.cairn.impl.personal;

import dev.cairn.api.Forgotten;
import dev.cairn.api.InvalidKey;
import dev.cairn.api.MissingPersonalKey;
import dev.cairn.api.PersonalKeys;
import dev.cairn.api.StoreLocked;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.FailureText;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.embedded.LocationLock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Personal keys in one file. It is read until something is to be written; then its lock is taken, and kept until this
 * is closed. What many threads add at the same moment is written and synced together, on a thread of its own.
 *
 * <pre>
 *   add:     entry appended, synced ---> the caller seals with it
 *   forget:  mark appended, synced ---> key overwritten, synced ---> the caller is told
 *            | killed here: it is forgotten; whoever writes next overwrites the key
 *   rewrap:  FILE.new written, synced ---> renamed to FILE ---> the bytes of the former file overwritten
 *            | killed here: FILE is as before; whoever writes next overwrites FILE.new
 * </pre>
 */
public final class PersonalKeyFile implements PersonalKeys {
  private final Path path;
  private final Runnable betweenMarkAndKey;
  private final ReentrantLock lock = new ReentrantLock();
  private final GroupedWrites<KeyWrite> writes = new GroupedWrites<>(this::store);
  private @Nullable KeyFile file;
  private @Nullable Object inode;
  private @Nullable LocationLock held;
  private boolean suspect;
  private boolean closed;

  /** A file that may not be there yet. Touches nothing. */
  public PersonalKeyFile(Path path) {
    this(path, () -> {});
  }

  /** As above, for tests: the task runs where a process may die between the mark and the end of the key. */
  PersonalKeyFile(Path path, Runnable betweenMarkAndKey) {
    this.path = path.toAbsolutePath();
    this.betweenMarkAndKey = betweenMarkAndKey;
  }

  /** Whether the file is somewhere in a folder. */
  public boolean isIn(Path folder) {
    return real(path).startsWith(real(folder.toAbsolutePath()));
  }

  private static Path real(Path of) {
    Path at = of.normalize();
    for (Path there = at; there != null; there = there.getParent()) {
      try {
        return there.toRealPath().resolve(there.relativize(at));
      } catch (IOException e) {
        // a part that is not there yet
      }
    }
    return at;
  }

  @Override
  public String id() {
    return locked(() -> {
      if (file == null && !Files.exists(path)) {
        beginToWrite();
      }
      return current().map(KeyFile::id).orElseThrow(() -> missing("any actor"));
    });
  }

  private MissingPersonalKey missing(String of) {
    return new MissingPersonalKey(of, "there is no file " + path + ".");
  }

  @Override
  public Optional<byte[]> find(Owner owner) {
    return locked(() -> {
      try {
        return find(current().orElseThrow(() -> missing(owner.path())), owner);
      } catch (InvalidKey e) {
        if (held != null) {
          throw e;
        }
        closeFile(); // a writer may have replaced the file meanwhile
        return find(current().orElseThrow(() -> missing(owner.path())), owner);
      }
    });
  }

  private Optional<byte[]> find(KeyFile from, Owner owner) throws IOException {
    KeyFile.Found found = from.find(owner);
    if (found.isForgotten()) {
      throw new Forgotten(owner.path());
    }
    KeyEntry key = found.key();
    if (key != null && !key.isWhole()) {
      throw new InvalidKey("The personal key of " + owner.path() + " in " + path + " is damaged at byte "
          + found.offset() + ". The actor was not forgotten; put a good copy of the file back.", null);
    }
    return Optional.ofNullable(key).map(KeyEntry::wrapped);
  }

  @Override
  public byte[] add(Owner owner, byte[] wrapped) {
    KeyWrite done = writes.run(new KeyWrite(owner, wrapped.clone()));
    if (done.wasForgotten) {
      throw new Forgotten(owner.path());
    }
    return Objects.requireNonNull(done.kept);
  }

  @Override
  public void forget(Owner owner) {
    writes.run(new KeyWrite(owner, null));
  }

  private void store(List<KeyWrite> some) {
    locked(() -> {
      KeyFile to = beginToWrite();
      try {
        store(to, some);
      } catch (IOException | RuntimeException e) {
        suspect = true; // what of it is on the disk, only the disk knows
        throw e;
      }
      return null;
    });
  }

  private void store(KeyFile to, List<KeyWrite> some) throws IOException {
    Map<Owner, KeyEntry> added = new HashMap<>();
    List<KeyEntry> entries = new ArrayList<>();
    List<KeyFile.Found> toDestroy = new ArrayList<>();
    for (KeyWrite write : some) {
      if (write.wrapped != null) {
        KeyFile.Found found = to.find(write.owner);
        write.wasForgotten = found.isForgotten();
        KeyEntry there = found.key() != null ? found.key() : added.get(write.owner);
        if (there == null && !write.wasForgotten) {
          there = KeyEntry.key(write.owner, write.wrapped);
          added.put(write.owner, there);
          entries.add(there);
        }
        write.kept = there == null ? null : there.wrapped();
      }
    }
    append(to, entries);
    List<KeyEntry> marks = new ArrayList<>();
    for (KeyWrite write : some) {
      if (write.wrapped == null) {
        KeyFile.Found found = to.find(write.owner);
        toDestroy.add(found);
        if (!found.isForgotten() && marks.stream().noneMatch(mark -> mark.owner().equals(write.owner))) {
          marks.add(KeyEntry.mark(write.owner));
        }
      }
    }
    append(to, marks);
    if (!toDestroy.isEmpty()) {
      betweenMarkAndKey.run();
    }
    for (KeyFile.Found found : toDestroy) {
      to.destroy(found);
    }
  }

  private static void append(KeyFile to, List<KeyEntry> entries) throws IOException {
    if (!entries.isEmpty()) {
      to.append(entries);
      to.sync();
    }
  }

  @Override
  public void rewrap(String store, BiFunction<Owner, byte[], byte[]> again) {
    locked(() -> {
      KeyFile from = beginToWrite();
      boolean[] changes = { false };
      from.each((offset, entry) -> {
        changes[0] = isOf(store, entry) && again.apply(entry.owner(), entry.key()) != entry.key();
        return !changes[0];
      });
      if (changes[0]) {
        file = replaced(from, entry -> isOf(store, entry)
            ? KeyEntry.key(entry.owner(), again.apply(entry.owner(), entry.key()))
            : entry);
      }
      return null;
    });
  }

  private static boolean isOf(String store, KeyEntry entry) {
    return !entry.isMark() && entry.isWhole() && entry.owner().store().equals(store);
  }

  /** Writes a new file with the keys that are left and all marks, lets it take the place, and overwrites the former. */
  private KeyFile replaced(KeyFile from, UnaryOperator<KeyEntry> again) throws IOException {
    Path fresh = sibling(".new");
    boolean done = false;
    try (from) {
      try (KeyFile to = KeyFile.create(fresh, from.idBytes())) {
        List<KeyEntry> some = new ArrayList<>();
        from.each((offset, entry) -> {
          if (!entry.isDestroyed()) {
            some.add(again.apply(entry));
          }
          if (some.size() >= 1024) {
            to.append(some);
            some.clear();
          }
          return true;
        });
        to.append(some);
        to.settle();
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncFolder();
      from.wipe();
      done = true;
    } finally {
      file = done ? file : null; // it is closed, and read again
    }
    return KeyFile.open(path, true);
  }

  private void syncFolder() {
    try (FileChannel folder = FileChannel.open(Objects.requireNonNull(path.getParent()), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      // a file system on which a folder cannot be synced
    }
  }

  /** The file as it is now; empty where there is none. */
  private Optional<KeyFile> current() throws IOException {
    requireOpen();
    if (held != null) {
      return Optional.of(beginToWrite());
    }
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    Object now = inode();
    KeyFile open = file;
    if (open != null && now.equals(inode)) {
      open.readOn();
    } else {
      closeFile();
      file = KeyFile.open(path, false);
      inode = now;
    }
    return Optional.ofNullable(file);
  }

  private Object inode() throws IOException {
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    return now.fileKey() == null ? List.of(now.lastModifiedTime(), now.size()) : now.fileKey();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The personal keys in " + path + " are closed.");
    }
  }

  /** Takes the lock, and leaves nothing of what a former writer did not end. */
  private KeyFile beginToWrite() throws IOException {
    requireOpen();
    if (held == null) {
      takeLock();
      closeFile();
    } else if (suspect) {
      closeFile();
    }
    KeyFile open = file;
    if (open == null) {
      wipeUnfinished();
      open = Files.exists(path) ? KeyFile.open(path, true) : created();
      open.repair();
      if (suspect) {
        open = replaced(open, UnaryOperator.identity()); // what a failed sync has left unsynced is not trusted
      }
      suspect = false;
      file = open;
    }
    return open;
  }

  private void takeLock() {
    Path folder = sibling(".lock");
    try {
      held = LocationLock.acquire(folder);
    } catch (BackendException.Locked e) {
      throw new StoreLocked(e.holder(), path, e);
    } catch (BackendException e) {
      throw new StoreUnavailable("The lock of the personal keys in " + path + " cannot be taken: " + FailureText.of(e)
          + ".", e);
    }
  }

  private KeyFile created() throws IOException {
    byte[] id = new byte[16];
    new SecureRandom().nextBytes(id);
    Path fresh = sibling(".new");
    KeyFile.create(fresh, id).close();
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    syncFolder();
    return KeyFile.open(path, true);
  }

  private void wipeUnfinished() throws IOException {
    Path fresh = sibling(".new");
    if (Files.exists(fresh)) {
      KeyFile.wipe(fresh);
      Files.delete(fresh);
    }
  }

  private Path sibling(String ending) {
    return path.resolveSibling(path.getFileName() + ending);
  }

  private void closeFile() throws IOException {
    KeyFile open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    locked(() -> {
      if (!closed && held != null && file != null && !suspect) {
        file.settle();
      }
      closed = true;
      closeFile();
      if (held != null) {
        held.close();
        held = null;
      }
      return null;
    });
  }

  private interface Use<T> {
    T run() throws IOException;
  }

  private <T extends @Nullable Object> T locked(Use<T> use) {
    lock.lock();
    try {
      return use.run();
    } catch (IOException e) {
      throw new StoreUnavailable("The personal keys in " + path + " cannot be read or written: " + FailureText.of(e)
          + ". Try again.", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "the personal keys in " + path;
  }
}
