package dev.cairn.impl.log;

import dev.cairn.api.LogOffset;
import dev.cairn.api.Withdrawal;
import dev.cairn.impl.journal.FormerLogs.Place;
import dev.cairn.impl.journal.Withdrawals;
import dev.cairn.impl.journal.WithdrawnRange;
import dev.cairn.impl.record.StoreId;
import dev.cairn.spi.Position;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * A withdrawal as it stands in the log.
 *
 * @param of the identity that the store had when it was read
 */
record ReadWithdrawal(StoreId of, Withdrawals.Noted noted) implements Withdrawal {

  private WithdrawnRange range() {
    return noted.range();
  }

  @Override
  public Reason reason() {
    return range().reason();
  }

  @Override
  public String store() {
    return range().actor().store();
  }

  @Override
  public String path() {
    return range().actor().toString();
  }

  @Override
  public String actorType() {
    return range().actor().type();
  }

  @Override
  public String id() {
    return range().actor().id();
  }

  @Override
  public long firstSequence() {
    return range().first();
  }

  @Override
  public long lastSequence() {
    return range().last();
  }

  @Override
  public Optional<LogOffset> firstOffset() {
    return stood(WithdrawnRange.Stood::first);
  }

  @Override
  public Optional<LogOffset> lastOffset() {
    return stood(WithdrawnRange.Stood::last);
  }

  @Override
  public LogOffset offset() {
    return offset(noted.position());
  }

  @Override
  public Instant time() {
    return noted.time();
  }

  private Optional<LogOffset> stood(Function<WithdrawnRange.Stood, Position> end) {
    return range().stood().filter(stood -> stood.store().equals(of)).map(end).map(this::offset);
  }

  private LogOffset offset(Position position) {
    return StoreLog.offset(new Place(of, position));
  }

  @Override
  public String toString() {
    return "the withdrawal of events " + firstSequence() + " to " + lastSequence() + " of " + path();
  }
}
