package dev.cairn.examples.kafka;

/**
 * What became of messages.
 *
 * @param executed an actor has executed the command
 * @param repeated an actor had executed the command before
 * @param refused an actor has refused the command
 * @param deadLetters the message is in the topic of dead letters
 */
record Counts(long executed, long repeated, long refused, long deadLetters) {}
