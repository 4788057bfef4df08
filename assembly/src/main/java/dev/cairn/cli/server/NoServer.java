package dev.cairn.cli.server;

/** No server can be started; the message says what is missing and what to do. */
public final class NoServer extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoServer(String message) {
    super(message);
  }
}
