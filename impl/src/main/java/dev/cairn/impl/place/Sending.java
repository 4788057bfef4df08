package dev.cairn.impl.place;

import dev.cairn.api.ActorElsewhere;
import dev.cairn.api.AskTimeout;
import dev.cairn.api.CairnException;
import dev.cairn.api.WrongVersion;
import dev.cairn.impl.codec.LetterCodec;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Placement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One letter under way: sent again where it was certainly not handled, until its time is over. */
final class Sending {
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS, task -> Thread.ofVirtual().start(task));

  private final Placement placement;
  private final int slice;
  private final Outgoing what;
  private final LetterCodec codec;
  private final byte[] letter;
  private final long deadline;
  private final CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();

  Sending(Placement placement, int slice, Outgoing what, LetterCodec codec, byte[] letter) {
    this.placement = placement;
    this.slice = slice;
    this.what = what;
    this.codec = codec;
    this.letter = letter;
    this.deadline = System.nanoTime() + what.within().toNanos();
  }

  CompletableFuture<@Nullable Object> start() {
    attempt();
    return answer;
  }

  private String path() {
    return what.to().toString();
  }

  private void attempt() {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      answer.completeExceptionally(late());
      return;
    }
    CommandLetter.setTimeLeft(letter, TimeUnit.NANOSECONDS.toMillis(left));
    try {
      placement.send(slice, letter, Duration.ofNanos(left)).whenComplete(this::take);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void take(byte @Nullable [] came, @Nullable Throwable failure) {
    if (came == null) {
      fail(failure);
      return;
    }
    try {
      if (AnswerLetter.outcome(came) == AnswerLetter.ELSEWHERE) {
        LATER.execute(this::attempt);
      } else {
        answer.complete(AnswerLetter.open(path(), codec, came));
      }
    } catch (CairnException e) {
      answer.completeExceptionally(e);
    } catch (OtherVersion e) {
      answer.completeExceptionally(unreadable(String.valueOf(e.getMessage())));
    } catch (UnreadableRecord e) {
      answer.completeExceptionally(unreadable(e.rule() + "."));
    }
  }

  private WrongVersion unreadable(String rule) {
    return new WrongVersion(path(), "it was executed there, and this program cannot read the answer: " + rule);
  }

  private void fail(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
        ? wrapped.getCause() : failure;
    answer.completeExceptionally(cause instanceof Placement.NotSent unsent
        ? new ActorElsewhere(path(), "The command was not sent and not executed: " + unsent.getMessage())
        : late());
  }

  private AskTimeout late() {
    return new AskTimeout(path(), what.within());
  }
}
