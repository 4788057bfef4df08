package dev.cairn.cli.demo;

/**
 * One transaction of the input.
 *
 * @param number counts the rows from 1, without the header
 * @param account the id of its account
 * @param kind credit or debit
 * @param cents the amount, not negative
 */
record Row(long number, String account, Kind kind, long cents) {}
