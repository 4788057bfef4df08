package dev.cairn.impl.personal;

import dev.cairn.api.PersonalKeys;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;

/** Personal keys in a file that let the process die, as of a kill -9, at one moment. */
public final class DyingKeys implements PersonalKeys {
  /** When. */
  public enum Moment {
    BEFORE_THE_KEY, AFTER_THE_KEY, BEFORE_THE_MARK, BETWEEN_MARK_AND_KEY, AFTER_FORGETTING
  }

  private final PersonalKeyFile file;
  private final Moment last;

  public DyingKeys(Path path, Moment last) {
    this.last = last;
    this.file = new PersonalKeyFile(path, () -> die(Moment.BETWEEN_MARK_AND_KEY));
  }

  private void die(Moment now) {
    if (now == last) {
      Runtime.getRuntime().halt(137);
    }
  }

  @Override
  public String id() {
    return file.id();
  }

  @Override
  public Optional<byte[]> find(Owner owner) {
    return file.find(owner);
  }

  @Override
  public byte[] add(Owner owner, byte[] wrapped) {
    boolean early = owner.id().equals("early");
    if (!early) {
      die(Moment.BEFORE_THE_KEY);
    }
    byte[] kept = file.add(owner, wrapped);
    if (!early) {
      die(Moment.AFTER_THE_KEY);
    }
    return kept;
  }

  @Override
  public void forget(Owner owner) {
    die(Moment.BEFORE_THE_MARK);
    file.forget(owner);
    die(Moment.AFTER_FORGETTING);
  }

  @Override
  public void rewrap(String store, BiFunction<Owner, byte[], byte[]> again) {
    file.rewrap(store, again);
  }

  @Override
  public void close() {
    file.close();
  }
}
