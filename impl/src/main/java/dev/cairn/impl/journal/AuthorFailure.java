package dev.cairn.impl.journal;

/** What an author's method threw while a state was made of what is stored, with the place where it did. */
public final class AuthorFailure extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /** Says where, and keeps what was thrown. */
  AuthorFailure(String where, Throwable thrown) {
    super(where + words(thrown) + ".", thrown);
  }

  private static String words(Throwable thrown) {
    String message = thrown.getMessage();
    String kind = thrown.getClass().getSimpleName();
    return message == null ? kind : kind + ", " + message;
  }
}
