package dev.cairn.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command line that somebody typed gave. */
record Typed(int code, String out, String err) {

  static Typed line(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code = Cairn.line(args).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    return new Typed(code, out.toString(), err.toString());
  }
}
