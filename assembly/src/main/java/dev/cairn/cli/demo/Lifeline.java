package dev.cairn.cli.demo;

import java.io.IOException;
import java.io.InputStream;

/** Ends this process at once when the conductor ends in any way: then the pipe on stdin ends. */
final class Lifeline {
  private static final int CUT = 130;

  private Lifeline() {}

  static void hold(InputStream pipe) {
    Thread.ofPlatform().daemon().name("lifeline").start(() -> {
      readToEnd(pipe);
      Runtime.getRuntime().halt(CUT);
    });
  }

  private static void readToEnd(InputStream pipe) {
    try {
      while (pipe.read() >= 0) {
        // the pipe carries no data, only its end counts
      }
    } catch (IOException e) {
      // a broken pipe is an end too
    }
  }
}
