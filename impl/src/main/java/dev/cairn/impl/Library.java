package dev.cairn.impl;

import dev.cairn.api.RuntimeMissing;

/** The libraries of the runtime, each with one class of it that the runtime uses. */
enum Library {
  SPI("dev.cairn:cairn-spi", "dev.cairn.spi.Backend"),
  KRYO("com.esotericsoftware.kryo:kryo5", "com.esotericsoftware.kryo.kryo5.Serializer"),
  BOUNCY_CASTLE("org.bouncycastle:bcprov-jdk18on", "org.bouncycastle.crypto.params.KeyParameter");

  private final String maven;
  private final String type;

  Library(String maven, String type) {
    this.maven = maven;
    this.type = type;
  }

  /**
   * Makes sure that it is there.
   *
   * @throws RuntimeMissing naming it
   */
  void require() {
    try {
      Class.forName(type, false, Library.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new RuntimeMissing(maven);
    }
  }
}
