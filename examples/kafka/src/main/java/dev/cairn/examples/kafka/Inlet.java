package dev.cairn.examples.kafka;

/**
 * From where a receiver receives.
 *
 * @param servers addresses of the brokers, as {@code bootstrap.servers}
 * @param topic the topic
 * @param group the consumer group, under which the brokers keep how far it has come
 * @param member the name of this receiver in the group: one that starts again under its name goes on at once
 * @param deadLetters the topic for what cannot be understood
 */
record Inlet(String servers, String topic, String group, String member, String deadLetters) {}
