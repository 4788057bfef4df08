/**
 * A publisher that sends the events of a store to Apache Kafka, a receiver that gives the messages of a topic to
 * actors, and a bank that has both.
 */
@NullMarked
package dev.cairn.examples.kafka;

import org.jspecify.annotations.NullMarked;
