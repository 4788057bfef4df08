package dev.cairn.examples.spring;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Answer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Deposits, withdrawals and the balance. A response of 200 means that the booking is durable. */
@RestController
@RequestMapping("/accounts/{id}")
class AccountController {
  private static final String KEY = "Idempotency-Key";

  private final ActorSystem system;

  AccountController(ActorSystem system) {
    this.system = system;
  }

  /** An amount of money in a request or a response. */
  record Money(long cents) {}

  @PostMapping("/deposits")
  Money deposit(@PathVariable String id, @RequestHeader(name = KEY, required = false) @Nullable String key,
      @RequestBody Money money) {
    return booked(id, key, new Account.Deposit(money.cents()));
  }

  @PostMapping("/withdrawals")
  Money withdraw(@PathVariable String id, @RequestHeader(name = KEY, required = false) @Nullable String key,
      @RequestBody Money money) {
    return booked(id, key, new Account.Withdraw(money.cents()));
  }

  @GetMapping
  Money balance(@PathVariable String id) {
    return new Money(account(id).ask(new Account.Balance()));
  }

  /** The key of a request is the id of its command: a client that got no response repeats it, and it is booked once. */
  private Money booked(String id, @Nullable String key, Account.Ask booking) {
    ActorRef<Account.Ask> account = account(id);
    return switch (key == null ? account.tryAsk(booking) : account.tryAsk(key, booking)) {
      case Answer.Ok<Long> ok -> new Money(ok.value());
      case Answer.Done<Long> done -> balance(id);
      case Answer.No<Long> no -> throw new ResponseStatusException(HttpStatus.CONFLICT, no.reason().toString());
      case Answer.Failed<Long> failed -> throw failed.cause();
    };
  }

  /** An address costs nothing; the account is recovered when it gets its first command. */
  private ActorRef<Account.Ask> account(String id) {
    return system.entity(Account.TYPE, id);
  }
}
