package dev.cairn.impl.journal;

import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.record.UnreadableRecord;
import java.util.List;
import java.util.function.Supplier;

/**
 * Opens the records of one stream. Any thread may call.
 *
 * @param binding what its records are bound to
 * @param others what they may be bound to besides, where the store was handed over by this process: a record that was
 *     read before is opened after, or the other way round
 */
public record StreamOpener(RecordFrame frame, StreamBinding binding, Supplier<List<StreamBinding>> others) {

  /** Opens records of one store. */
  public StreamOpener(RecordFrame frame, StreamBinding binding) {
    this(frame, binding, List::of);
  }

  /**
   * Opens a record of the stream.
   *
   * @throws UnreadableRecord if it is damaged or belongs elsewhere
   */
  public OpenedRecord open(RecordKind kind, long sequence, byte[] record) {
    try {
      return frame.open(binding.at(kind, sequence), record);
    } catch (UnreadableRecord e) {
      for (StreamBinding other : others.get()) {
        try {
          return frame.open(other.at(kind, sequence), record);
        } catch (UnreadableRecord again) {
          e.addSuppressed(again);
        }
      }
      throw e;
    }
  }
}
