package dev.cairn.impl.journal;

import dev.cairn.api.ActorType;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.codec.ActorCodec;
import dev.cairn.impl.codec.ActorSchema;
import dev.cairn.impl.codec.ManifestCodec;
import dev.cairn.impl.codec.StoreCreated;
import dev.cairn.impl.codec.TypeDefinition;
import dev.cairn.impl.codec.TypeDictionary;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.StoreId;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.StreamKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Keeps the manifest of an open store: creates it, and adds the types of an actor before its first event. */
final class Manifest {
  private static final RecordFrame FRAME = new RecordFrame(RecordFrame.MAX_EVENT_BYTES);
  private static final ManifestCodec CODEC = new ManifestCodec();

  private final Committer committer;
  private final StreamKey stream;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile StoreDescription description;
  private boolean stale;

  private Manifest(Committer committer, StreamKey stream, StoreDescription description) {
    this.committer = committer;
    this.stream = stream;
    this.description = description;
  }

  /**
   * Reads the manifest, or starts it.
   *
   * @param known whether the location has held this store before, so that a missing manifest is a lost one
   */
  static Manifest open(Committer committer, String store, boolean known) {
    StreamKey stream = StoreDescription.stream(store);
    Optional<StoreDescription> found = committer.read(backend -> {
      backend.claim(stream, backend.info().generation());
      return StoreDescription.read(backend, store);
    });
    if (found.isEmpty() && known) {
      throw new StoreDamaged(
          "The folder has held the store " + store + ", but nothing of it is there any more. It is not "
              + "taken for a new one; put its files back.",
          null);
    }
    Manifest manifest = new Manifest(committer, stream, found.orElseGet(Manifest::unwritten));
    if (found.isEmpty()) {
      manifest.create();
    }
    return manifest;
  }

  StoreId storeId() {
    return description.id();
  }

  TypeDictionary types() {
    return description.types();
  }

  ActorCodec codec(ActorType<?, ?, ?> type) {
    ActorSchema schema = ActorSchema.of(type);
    lock.lock();
    try {
      if (stale) {
        description = committer.read(stream, backend -> StoreDescription.read(backend, stream.store()))
            .orElse(description);
        stale = false;
      }
      List<TypeDefinition> missing = schema.missing(description.types());
      if (!missing.isEmpty()) {
        define(missing);
      }
      return schema.bind(description.types());
    } finally {
      lock.unlock();
    }
  }

  private static StoreDescription unwritten() {
    return new StoreDescription(StoreId.random(), Instant.now(), TypeDictionary.EMPTY, 0);
  }

  private void create() {
    StoreCreated created = new StoreCreated(description.id(), false);
    byte[] record = record(ManifestCodec.STORE_CREATED, 1, committer.nextName(), out -> CODEC.write(created, out));
    append(List.of(record), description.types());
  }

  private void define(List<TypeDefinition> missing) {
    CommitName commit = committer.nextName();
    List<byte[]> records = new ArrayList<>();
    TypeDictionary types = description.types();
    for (TypeDefinition type : missing) {
      long sequence = description.last() + 1 + records.size();
      records.add(record(ManifestCodec.TYPE_DEFINED, sequence, commit, out -> CODEC.write(type, out)));
      types = types.with(type);
    }
    append(records, types);
  }

  private void append(List<byte[]> records, TypeDictionary types) {
    Commit commit = Commit.append(stream, committer.generation(), description.last(), records);
    Outcome outcome = committer.commit(commit);
    if (!(outcome instanceof Outcome.Answered answered && answered.result() instanceof CommitResult.Stored)) {
      stale = true;
      @Nullable
      Throwable cause = outcome instanceof Outcome.Unknown unknown ? unknown.cause() : null;
      throw new StoreUnavailable("The manifest of store " + stream.store() + " could not be written: " + outcome,
          cause);
    }
    description = new StoreDescription(description.id(), description.created(), types, commit.lastAfter());
  }

  private byte[] record(int typeId, long sequence, CommitName commit, RecordFrame.ValueWriter value) {
    return FRAME.write(StoreDescription.binding(stream, description.id(), sequence), typeId, System.currentTimeMillis(),
        commit, Metadata.NONE, value);
  }
}
