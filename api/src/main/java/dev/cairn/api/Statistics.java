package dev.cairn.api;

/**
 * What a system counts since it was opened. Each number is exact; together they are no snapshot.
 *
 * @param active how many persistent actors are in memory now
 * @param deadLetters commands that nobody handled
 * @param refusedTells commands without an asker that their actor refused
 * @param restarts handlers that threw and whose actor went on
 * @param passivations actors that were put to rest
 */
public record Statistics(long active, long deadLetters, long refusedTells, long restarts, long passivations) {}
