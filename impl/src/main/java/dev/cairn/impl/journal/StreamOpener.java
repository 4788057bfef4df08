package dev.cairn.impl.journal;

import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.record.UnreadableRecord;

/** Opens the records of one stream. Used by one thread at a time. */
public final class StreamOpener {
  private final RecordFrame events;
  private final RecordFrame snapshots;
  private final StreamBinding binding;

  StreamOpener(RecordFrame events, RecordFrame snapshots, StreamBinding binding) {
    this.events = events;
    this.snapshots = snapshots;
    this.binding = binding;
  }

  /**
   * Opens a record of the stream.
   *
   * @throws UnreadableRecord if it is damaged or belongs elsewhere
   */
  public OpenedRecord open(RecordKind kind, long sequence, byte[] record) {
    return (kind == RecordKind.EVENT ? events : snapshots).open(binding.at(kind, sequence), record);
  }
}
