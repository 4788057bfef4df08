package dev.cairn.api;

/**
 * Counters of a system since it was opened. Each number is exact; the numbers are not of the same moment.
 *
 * @param active how many persistent actors are in memory now
 * @param deadLetters commands that no actor handled
 * @param refusedTells commands without an asker that their actor refused
 * @param restarts failures of handlers after which the actor went on
 * @param passivations passivations of actors
 */
public record Statistics(long active, long deadLetters, long refusedTells, long restarts, long passivations) {}
