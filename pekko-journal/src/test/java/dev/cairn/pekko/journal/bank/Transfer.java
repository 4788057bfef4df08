package dev.cairn.pekko.journal.bank;

import java.util.Random;

/**
 * A transfer, which follows from its number.
 *
 * @param number from 1
 * @param from the account that pays
 * @param to another account
 * @param amount what it pays
 */
public record Transfer(long number, String from, String to, long amount) {

  /** Returns the transfer of a number between so many accounts. */
  public static Transfer of(long number, int accounts) {
    Random random = new Random(number);
    int from = random.nextInt(accounts);
    int to = (from + 1 + random.nextInt(accounts - 1)) % accounts;
    return new Transfer(number, "" + from, "" + to, 1 + random.nextInt(1000));
  }
}
