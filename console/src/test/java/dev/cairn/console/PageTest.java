package dev.cairn.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A walk through the page, with its scripts. */
class PageTest {
  private static final String HOSTILE = "<b>bold</b>\u202e";

  @TempDir
  private Path data;
  private final WebClient browser = new WebClient(BrowserVersion.CHROME);
  private final List<String> complaints = new ArrayList<>();

  @BeforeEach
  void fill() {
    browser.getOptions().setCssEnabled(false);
    browser.getOptions().setThrowExceptionOnScriptError(true);
    browser.setAlertHandler((page, message) -> complaints.add(message));
    try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").open()) {
      for (String id : List.of("paris", "rome", HOSTILE)) {
        for (int price = 1; price <= 3; price++) {
          system.entity(Till.TYPE, id).ask(new Till.Sell("<i>thing</i> " + price, new BigDecimal(price)));
        }
      }
    }
  }

  @AfterEach
  void close() {
    browser.close();
    assertEquals(List.of(), complaints);
  }

  private HtmlPage page;

  private String main() {
    return page.getElementById("main").getTextContent();
  }

  /** Waits for scripts and answers until the page shows a text. */
  private void awaitText(String text) {
    for (int i = 0; i < 400 && !main().contains(text); i++) {
      browser.waitForBackgroundJavaScript(100);
    }
    assertTrue(main().contains(text), () -> "'" + text + "' is not in: " + main());
  }

  private void click(String text) throws IOException {
    for (DomNode each : page.querySelectorAll("a, button")) {
      if (each.getTextContent().equals(text)) {
        ((DomElement) each).click();
        return;
      }
    }
    throw new AssertionError("Nothing is called '" + text + "' in: " + main());
  }

  @Test
  void somebody_walks_from_the_stores_to_a_state_and_back() throws IOException {
    try (Console console = Console.of(data).types((store, type) -> Till.TYPE).open()) {
      page = browser.getPage(console.uri().toURL());
      awaitText("till");
      assertFalse(page.getUrl().toString().contains("token"), page.getUrl().toString());
      click("main");
      awaitText("By type");
      assertTrue(main().contains("Sold"), main());
      assertEquals(1, page.querySelectorAll("svg.chart").size());
      click("till");
      awaitText("rome");
      ((HtmlInput) page.getElementById("search")).type("par");
      awaitText("1 actor shown");
      assertFalse(main().contains("rome"), main());
      click("paris");
      awaitText("What it changed");
      assertTrue(main().contains("/till/paris") && main().contains("lines[2]"), main());
      click("1");
      awaitText("lines[0]");
      assertEquals("1", ((HtmlInput) page.getElementById("at")).getValue());
      assertTrue(page.getUrl().getRef().contains("at=1"), page.getUrl().toString());
    }
  }

  @Test
  void hostile_names_and_values_are_shown_as_text() throws IOException {
    try (Console console = Console.of(data).open()) {
      page = browser.getPage(console.uri().toURL());
      awaitText("till");
      click("till");
      awaitText("<b>bold</b>\\u202e");
      click("<b>bold</b>\\u202e");
      awaitText("<i>thing</i> 3");
      assertEquals(0, page.querySelectorAll("b, i").size());
    }
  }

  @Test
  void readers_and_a_verification_are_shown_and_a_closed_console_says_so() throws IOException {
    Console console = Console.of(data).open();
    try (console) {
      page = browser.getPage(console.uri().toURL());
      awaitText("till");
      click("Readers");
      awaitText("No reader is registered.");
      click("Verify");
      awaitText("Read everything");
      click("Read everything");
      awaitText("No damage");
      assertTrue(main().contains("3 actors, 9 events"), main());
    }
    click("Stores");
    awaitText("The console has ended");
  }

  @Test
  void a_browser_that_did_not_bring_the_token_is_told_what_to_open() throws IOException {
    try (Console console = Console.of(data).open()) {
      page = browser.getPage(console.uri().resolve("/").toURL());
      awaitText("The console does not know this browser");
    }
  }
}
