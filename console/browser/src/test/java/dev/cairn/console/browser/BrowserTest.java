package dev.cairn.console.browser;

import java.util.concurrent.locks.LockSupport;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.console.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * The page in a headless Chromium, held to axe's rules. With {@code -Dscreenshots=FOLDER} it takes pictures, some of
 * which are in the documentation.
 */
@TestMethodOrder(OrderAnnotation.class)
class BrowserTest {
  private static final Map<String, String> VIEWS = views();
  private static final String SERIOUS = """
      const done = arguments[arguments.length - 1];
      axe.run().then(found => done(found.violations
        .filter(each => each.impact === 'serious' || each.impact === 'critical')
        .map(each => each.id + ': ' + each.nodes.map(node => node.html).join(' | '))));""";

  private static final int SECONDS_TO_SEE = 15;
  private static final Path DATA = Path.of("target", "shop");
  private static Shop shop;
  private static Console console;
  private static ChromeDriver browser;
  private static String axe = "";

  private static Map<String, String> views() {
    Map<String, String> views = new LinkedHashMap<>();
    views.put("stores", "#/stores");
    views.put("store", "#/store?store=main");
    views.put("actors", "#/actors?store=main&type=order");
    views.put("actor", "#/actor?store=main&type=order&id=2026-1004&at=4");
    views.put("hostile", "#/actor?store=main&type=order&id=2026-0001");
    views.put("missing", "#/actor?store=main&type=order&id=nobody");
    views.put("readers", "#/readers");
    views.put("verify", "#/verify");
    views.put("live", "#/live");
    return views;
  }

  @BeforeAll
  static void open() throws IOException {
    delete(DATA);
    shop = new Shop(DATA);
    shop.sell(60);
    console = Console.attach(shop.system()).data(DATA).types((store, type) -> Order.TYPE).open();
    System.setProperty("webdriver.chrome.driver", "/usr/bin/chromedriver");
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--lang=en");
    browser = new ChromeDriver(options);
    browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
    try (InputStream script = BrowserTest.class.getResourceAsStream("/axe.min.js")) {
      axe = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    }
    browser.get(console.uri().toString());
    awaitReady();
  }

  @AfterAll
  static void close() {
    browser.quit();
    console.close();
    shop.close();
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void awaitReady() {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < until) {
      Object ready = browser.executeScript("const main = document.getElementById('main');"
          + "return main !== null && main.getAttribute('aria-busy') === 'false' && !document.querySelector('progress')"
          + " && !document.querySelector('.state:empty');");
      if (Boolean.TRUE.equals(ready)) {
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    throw new AssertionError("The page is not ready: " + browser.getPageSource());
  }

  private static void look(int width, int height, String scheme) {
    browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    browser.executeCdpCommand("Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  private static void go(String hash) {
    browser.executeScript("window.location.hash = arguments[0];", "#/");
    awaitReady();
    browser.executeScript("window.location.hash = arguments[0];", hash);
    awaitReady();
  }

  private static void keep(String name) throws IOException {
    String folder = System.getProperty("screenshots", "");
    if (!folder.isEmpty()) {
      Files.createDirectories(Path.of(folder));
      Files.write(Path.of(folder, name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }
  }

  @org.junit.jupiter.api.Order(1)
  @ParameterizedTest
  @CsvSource({ "1280,800,light", "1280,800,dark", "390,844,light", "390,844,dark" })
  void no_view_breaks_a_serious_rule_of_axe_and_none_is_wider_than_the_screen(int width, int height, String scheme)
      throws IOException {
    look(width, height, scheme);
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, String> view : VIEWS.entrySet()) {
      go(view.getValue());
      browser.executeScript("window.scrollTo(0, 0);");
      keep(view.getKey() + "-" + scheme + "-" + width);
      browser.executeScript(axe);
      ((List<?>) Objects.requireNonNull(browser.executeAsyncScript(SERIOUS)))
          .forEach(each -> found.add(view.getKey() + " " + each));
      Object wide = browser.executeScript("return document.documentElement.scrollWidth - window.innerWidth;");
      if (((Number) Objects.requireNonNull(wide)).intValue() > 0) {
        found.add(view.getKey() + " is " + wide + " pixels too wide");
      }
    }
    assertEquals(List.of(), found);
  }

  /** How many seconds of the first chart are not at its bottom. */
  private static int secondsWithEvents() {
    Object points = browser.executeScript("const line = document.querySelector('polyline');"
        + "return line === null ? '' : line.getAttribute('points');");
    return (int) Stream.of(String.valueOf(points).split(" ")).filter(each -> !each.endsWith(",146")).count();
  }

  @org.junit.jupiter.api.Order(2)
  @ParameterizedTest
  @CsvSource({ "1280,800,dark", "390,844,light" })
  void a_running_system_moves_and_a_verification_ends(int width, int height, String scheme)
      throws IOException, InterruptedException {
    look(width, height, scheme);
    go("#/live");
    Thread trade = Thread.ofVirtual().start(shop::trade);
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < until && secondsWithEvents() < SECONDS_TO_SEE) {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
    keep("live-moving-" + scheme + "-" + width);
    int seen = secondsWithEvents();
    trade.interrupt();
    trade.join();
    assertTrue(seen >= SECONDS_TO_SEE, seen + " seconds");
    go("#/verify");
    browser.executeScript("document.querySelector('button.primary').click();");
    awaitReady();
    keep("verified-" + scheme + "-" + width);
  }

  @Test
  void the_slider_is_moved_with_the_keyboard() {
    look(1280, 800, "light");
    go("#/actor?store=main&type=order&id=2026-1004&at=4");
    var slider = browser.findElement(By.id("at"));
    slider.sendKeys(Keys.ARROW_LEFT);
    assertEquals("3", browser.findElement(By.id("exact")).getAttribute("value"));
    awaitReady();
    assertTrue(String.valueOf(browser.getCurrentUrl()).contains("at=3"), browser.getCurrentUrl());
  }
}
