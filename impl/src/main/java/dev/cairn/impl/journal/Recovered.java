package dev.cairn.impl.journal;

/**
 * What a recovery gives.
 *
 * @param state the sum of all stored events
 * @param stream the stream, ready for the next event
 */
public record Recovered<S>(S state, ActorStream stream) {}
