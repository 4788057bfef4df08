package dev.cairn.pekko.journal.bank;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Writes events and states of accounts as JSON. */
public final class AccountSerializer extends SerializerWithStringManifest {
  private static final String BOOKED = "Booked";
  private static final Pattern JSON =
      Pattern.compile("\\{\"(?:transfer|balance)\":(-?\\d+),\"\\w+\":\\[?([-\\d,]*)\\]?\\}");

  /** Makes a serializer. */
  public AccountSerializer() {}

  @Override
  public int identifier() {
    return 4711;
  }

  @Override
  public String manifest(Object object) {
    return object instanceof Account.Booked ? BOOKED : "State";
  }

  @Override
  public byte[] toBinary(Object object) {
    String json = object instanceof Account.Booked booked
        ? "{\"transfer\":" + booked.transfer() + ",\"amount\":" + booked.amount() + "}"
        : json((Account.State) object);
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static String json(Account.State state) {
    return "{\"balance\":" + state.balance() + ",\"transfers\":["
        + state.transfers().stream().map(String::valueOf).collect(Collectors.joining(",")) + "]}";
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    Matcher json = JSON.matcher(text);
    if (!json.matches()) {
      throw new IllegalArgumentException(manifest + " is written as " + text);
    }
    long first = Long.parseLong(json.group(1));
    if (manifest.equals(BOOKED)) {
      return new Account.Booked(first, Long.parseLong(json.group(2)));
    }
    Set<Long> transfers = Stream.of(json.group(2).split(",")).filter(each -> !each.isEmpty()).map(Long::valueOf)
        .collect(Collectors.toCollection(TreeSet::new));
    return new Account.State(first, transfers);
  }
}
