package dev.cairn.impl.golden;

import dev.cairn.api.CairnException;
import dev.cairn.api.StoreInspector.Damage;
import java.util.ArrayList;
import java.util.List;

/** What one flip has changed. Used by one thread. */
final class Difference {
  private final String flip;
  private final List<String> errors = new ArrayList<>();
  private final List<Damage> damages = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();

  Difference(String flip) {
    this.flip = flip;
  }

  /** Each reading shows what it did before, or throws a typed error. */
  void compare(List<Reading> readings, List<List<String>> before) {
    for (int i = 0; i < before.size(); i++) {
      Reading reading = readings.get(i);
      try {
        List<String> lines = reading.lines();
        if (!lines.equals(before.get(i))) {
          wrong.add(flip + ": other without an error: " + other(before.get(i), lines));
        }
      } catch (CairnException e) {
        told(reading.what(), e);
      } catch (RuntimeException e) {
        wrong.add(flip + ": " + reading.what() + ": no typed error: " + e);
      }
    }
  }

  private static String other(List<String> before, List<String> now) {
    int at = 0;
    while (at < before.size() && at < now.size() && before.get(at).equals(now.get(at))) {
      at++;
    }
    return "'" + (at < now.size() ? now.get(at) : "end") + "' instead of '"
        + (at < before.size() ? before.get(at) : "end") + "'";
  }

  void told(String what, CairnException error) {
    errors.add(what + ": " + error);
  }

  void damaged(Damage damage) {
    damages.add(damage);
  }

  boolean isTold() { return !errors.isEmpty() || !damages.isEmpty(); }

  List<String> wrong() {
    List<String> all = new ArrayList<>(wrong);
    if (damages.isEmpty() && !(wrong.isEmpty() && errors.isEmpty())) {
      all.add(flip + ": verify finds nothing" + (errors.isEmpty() ? "" : ", and " + errors.get(0)));
    }
    return all;
  }
}
