package dev.cairn.backend.postgresql;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.AppendConflict;
import dev.cairn.api.NewEvent;
import dev.cairn.api.StreamRef;
import dev.cairn.api.StreamType;
import dev.cairn.api.TypedBytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * What a {@link SharedProcess} does that appends to streams without actors. It reads its orders line by line:
 *
 * <pre>
 *   append STREAM EXPECTED WORD   one append
 *   race STREAM LENGTH WORD       append after append, each where the stream was last known to end, until it is so long
 *
 *   won STREAM SEQUENCE WORD      the word is stored
 *   lost STREAM EXPECTED LAST     another append was there before
 *   done STREAM                   the race is over
 * </pre>
 */
final class Appending {
  static final StreamType<TypedBytes, TypedBytes> WORDS = StreamType.bytes("words");

  private Appending() {}

  static void answer(ActorSystem system) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      StreamRef<TypedBytes, TypedBytes> stream = system.streams("main").stream(WORDS, words[1]);
      long number = Long.parseLong(words[2]);
      if (words[0].equals("append")) {
        append(stream, number, words[3]);
      } else {
        race(stream, number, words[3]);
      }
    }
  }

  private static void race(StreamRef<TypedBytes, TypedBytes> stream, long length, String word) {
    long last = 0;
    for (int i = 1; last < length; i++) {
      last = append(stream, last, word + i);
    }
    SharedProcess.say("done " + stream.id());
  }

  /** Appends a word; returns where the stream ends, as far as is known then. */
  private static long append(StreamRef<TypedBytes, TypedBytes> stream, long expected, String word) {
    try {
      long last = stream.append(expected,
          NewEvent.all(new TypedBytes("Word", word.getBytes(StandardCharsets.UTF_8))));
      SharedProcess.say("won " + stream.id() + " " + last + " " + word);
      return last;
    } catch (AppendConflict told) {
      SharedProcess.say("lost " + stream.id() + " " + told.expected() + " " + told.lastSequence());
      return told.lastSequence();
    }
  }
}
