package dev.cairn.impl;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.KeyRing;
import java.nio.file.Path;

/** Opens a system as a program does, and says how it ended. */
public final class Opener {
  private Opener() {}

  /** As a process: the backend, and the folder. */
  public static void main(String[] arguments) {
    System.out.println(open(arguments[0], arguments[1]));
  }

  /** Returns "open", or the kind and the text of what was thrown. */
  public static String open(String backend, String data) {
    return open(ActorSystem.builder().data(Path.of(data)).backend(backend));
  }

  /** As {@link #open}, with a key. */
  public static String seal(String backend, String data) {
    try {
      return open(ActorSystem.builder().data(Path.of(data)).backend(backend)
          .keys(KeyRing.of(EncryptedKey.from("0123456789abcdef0123456789abcdef"::getBytes))));
    } catch (RuntimeException | Error e) {
      return said(e);
    }
  }

  private static String open(ActorSystem.Builder builder) {
    try {
      builder.open().close();
      return "open";
    } catch (RuntimeException | Error e) {
      return said(e);
    }
  }

  private static String said(Throwable thrown) {
    return thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
  }
}
