package dev.cairn.examples.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "cairn.data=target/test-data/${random.uuid}")
class AccountsTest {
  private RestClient http;

  @BeforeEach
  void connect(@LocalServerPort int port) {
    http = RestClient.create("http://localhost:" + port);
  }

  @Test
  void what_is_deposited_is_there() {
    assertEquals("{\"cents\":700}", post("/accounts/ann/deposits", "1", 700));
    assertEquals("{\"cents\":500}", post("/accounts/ann/withdrawals", "2", 200));
    assertEquals("{\"cents\":500}", get("/accounts/ann"));
  }

  @Test
  void a_request_that_is_repeated_with_its_key_is_booked_once() {
    assertEquals("{\"cents\":700}", post("/accounts/bob/deposits", "same", 700));
    assertEquals("{\"cents\":700}", post("/accounts/bob/deposits", "same", 700));
  }

  @Test
  void what_the_account_refuses_is_a_conflict() {
    HttpClientErrorException.Conflict conflict =
        assertThrows(HttpClientErrorException.Conflict.class, () -> post("/accounts/eve/withdrawals", "1", 1));
    assertTrue(conflict.getResponseBodyAsString().contains("insufficient funds"), conflict::getResponseBodyAsString);
  }

  @Test
  void the_store_is_part_of_the_health() {
    String health = get("/actuator/health");
    assertTrue(health.contains("\"cairn\":{\"details\":{\"readers\":0,"), health);
  }

  private String post(String path, String key, long cents) {
    return http.post().uri(path).header("Idempotency-Key", key).contentType(MediaType.APPLICATION_JSON)
        .body("{\"cents\":" + cents + "}").retrieve().body(String.class);
  }

  private String get(String path) {
    return http.get().uri(path).retrieve().body(String.class);
  }
}
