package dev.picket.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A real Chromium, without a screen and with nothing remembered, in UTC and English. The command's
 * tests use it, too.
 */
public final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path profile;
  private final ChromeDriver driver;

  public Browser() {
    try {
      profile = Files.createTempDirectory("picket-browser");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    driver = new ChromeDriver(service(), options(profile));
    cdp("Emulation.setTimezoneOverride", Map.of("timezoneId", "UTC"));
    cdp("Emulation.setLocaleOverride", Map.of("locale", "en-GB"));
  }

  /** Both programs are named, so that Selenium looks for and downloads none. */
  private static ChromeDriverService service() {
    return new ChromeDriverService.Builder()
        .usingDriverExecutable(new File("/usr/bin/chromedriver"))
        .usingAnyFreePort()
        .build();
  }

  private static ChromeOptions options(Path profile) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--window-size=1360,900",
        "--user-data-dir=" + profile);
    options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, Level.ALL.getName()));
    return options;
  }

  public void open(String address) {
    driver.get(address);
  }

  String address() {
    return driver.getCurrentUrl();
  }

  void back() {
    driver.navigate().back();
  }

  void reload() {
    driver.navigate().refresh();
  }

  /** Waits until the page has such an element, with such a text in it. */
  public WebElement await(String selector, String text) {
    return waiting()
        .withMessage(() -> selector + " with '" + text + "' in:\n" + text("body"))
        .until(_ ->
            all(selector).stream()
                .filter(each -> each.getText().contains(text))
                .findFirst()
                .orElse(null));
  }

  WebElement await(String selector) {
    return await(selector, "");
  }

  /** Waits until the page has so many of them. */
  void awaitCount(String selector, int count) {
    waiting()
        .withMessage(() -> count + " of " + selector + ", has " + all(selector).size())
        .until(_ -> all(selector).size() == count);
  }

  /** Waits until a condition of the page's own is met. */
  void awaitTrue(String condition) {
    waiting().withMessage(condition).until(_ -> Boolean.TRUE.equals(run("return " + condition)));
  }

  /** Moves the pointer to the middle of an element. */
  void hover(String selector) {
    new Actions(driver).moveToElement(await(selector)).perform();
  }

  void awaitAddress(String end) {
    waiting()
        .withMessage(() -> "address ending in " + end + ", is " + address())
        .until(_ -> address().endsWith(end));
  }

  private WebDriverWait waiting() {
    WebDriverWait wait = new WebDriverWait(driver, PATIENCE, Duration.ofMillis(25));
    wait.ignoring(StaleElementReferenceException.class);
    return wait;
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  String text(String selector) {
    return driver.findElement(By.cssSelector(selector)).getText();
  }

  void click(String selector) {
    await(selector).click();
  }

  void type(String selector, String text) {
    await(selector).sendKeys(text);
  }

  /** Presses keys wherever the focus is. */
  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  void pressEscape() {
    press(Keys.ESCAPE);
  }

  /** The text of what has the focus. */
  String focused() {
    return driver.switchTo().activeElement().getText();
  }

  public Object run(String script) {
    Object result = driver.executeScript(script);
    return result == null ? "" : result;
  }

  /** What the page and the browser complained of. */
  public List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  void dark(boolean dark) {
    cdp(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** Stops the clock of pages that are opened from now on. */
  void standStillAt(Instant time) {
    cdp(
        "Page.addScriptToEvaluateOnNewDocument",
        Map.of(
            "source",
            """
            { const Real = Date, now = %d;
              globalThis.Date = class extends Real {
                constructor(...given) { super(...(given.length ? given : [now])); }
                static now() { return now; }
              }; }
            """
                .formatted(time.toEpochMilli())));
  }

  void resize(int width, int height) {
    cdp(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void window(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  byte[] screenshot() {
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  private void cdp(String command, Map<String, Object> parameters) {
    driver.executeCdpCommand(command, parameters);
  }

  @Override
  public void close() {
    driver.quit();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException leftover) {
      // The system clears its temporary folder.
    }
  }
}
