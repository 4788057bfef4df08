package dev.cairn.impl.journal;

import dev.cairn.api.bind.FailureText;

/** What an author's method threw while a state was made of what is stored, with the place where it did. */
public final class AuthorFailure extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /** Says where, and keeps what was thrown. */
  AuthorFailure(String where, Throwable thrown) {
    super(where + FailureText.of(thrown) + ".", thrown);
  }

  /** Says what a method gave that it must not. */
  AuthorFailure(String what) {
    super(what, null);
  }
}
