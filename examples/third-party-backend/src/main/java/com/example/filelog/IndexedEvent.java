package com.example.filelog;

import dev.cairn.spi.Position;
import dev.cairn.spi.StreamKey;

/** An event without its bytes. */
record IndexedEvent(StreamKey stream, long sequence, Position position, Place place) {}
