package dev.cairn.impl.journal;

import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.record.UnreadableRecord;

/** Opens the records of one stream. Any thread may call. */
public record StreamOpener(RecordFrame frame, StreamBinding binding) {

  /**
   * Opens a record of the stream.
   *
   * @throws UnreadableRecord if it is damaged or belongs elsewhere
   */
  public OpenedRecord open(RecordKind kind, long sequence, byte[] record) {
    return frame.open(binding.at(kind, sequence), record);
  }
}
