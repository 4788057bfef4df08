package dev.cairn.console;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask: a page that came from this address and knows the token. The token stands in the fragment of the first
 * address, which a browser never sends. The page trades it for a cookie, which no other site can send along.
 */
final class Access {
  private static final int SECRET_BYTES = 32;

  private final int port;
  private final String token = secret();
  private final String session = secret();

  Access(InetSocketAddress address) {
    this.port = address.getPort();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port + "/#token=" + token);
  }

  /** Whether a request was meant for this address. A name of a stranger that leads here is refused. */
  boolean isOwnHost(List<String> hosts) {
    return hosts.size() == 1
        && Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port).contains(hosts.get(0));
  }

  boolean isToken(@Nullable String authorization) {
    return authorization != null && isSame("Bearer " + token, authorization);
  }

  boolean isSession(List<String> cookies) {
    return cookies.stream().flatMap(line -> List.of(line.split(";")).stream()).map(String::strip)
        .anyMatch(cookie -> isSame(name() + "=" + session, cookie));
  }

  /** The cookie for who brought the token. It ends with the browser; the console forgets it when it ends. */
  String cookie() {
    return name() + "=" + session + "; Path=/; HttpOnly; SameSite=Strict";
  }

  /** Cookies do not tell ports apart, so the name does. */
  private String name() {
    return "cairn-console-" + port;
  }

  private static boolean isSame(String expected, String given) {
    return MessageDigest.isEqual(expected.getBytes(US_ASCII), given.getBytes(US_ASCII));
  }

  private static String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
