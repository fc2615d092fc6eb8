package dev.picket.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Takes the pictures that the documentation shows, of {@link SampleEstate}, with the clock standing
 * still. They go to {@code target/screenshots}, or where {@code -Dpicket.screenshots=...} says.
 */
@Tag("browser")
final class ScreenshotTest {

  private static final Path FOLDER =
      Path.of(System.getProperty("picket.screenshots", "target/screenshots"));

  @Test
  void picturesOfEveryPageAreTaken() throws IOException {
    Files.createDirectories(FOLDER);
    try (TestServer server = new TestServer();
        Browser browser = new Browser()) {
      server.now.set(SampleEstate.NOW);
      String id = SampleEstate.fill(server.store);
      browser.standStillAt(SampleEstate.NOW);
      for (boolean dark : new boolean[] {false, true}) {
        String theme = dark ? "dark" : "light";
        browser.dark(dark);
        browser.resize(1360, 860);
        browser.open(server.uri("/").toString());
        browser.await(".link-state", "Live");
        browser.await(".observations tbody tr");
        take(browser, "list-" + theme);
        browser.open(server.uri("/observations/" + id).toString());
        browser.await(".link-state", "Live");
        take(browser, "observation-" + theme);
        browser.resize(400, 860);
        browser.open(server.uri("/").toString());
        browser.await(".observations tbody tr");
        browser.await(".link-state", "Live");
        take(browser, "narrow-" + theme);
        assertThat(browser.complaints()).isEmpty();
      }
    }
  }

  @Test
  void picturesOfWhatIsRareAreTaken() throws IOException {
    Files.createDirectories(FOLDER);
    try (TestServer server = new TestServer();
        Browser browser = new Browser()) {
      server.now.set(SampleEstate.NOW);
      browser.standStillAt(SampleEstate.NOW);
      browser.dark(false);
      browser.resize(1360, 860);
      browser.open(server.uri("/").toString());
      browser.await(".empty", "Nothing has been reported yet");
      take(browser, "empty-light");
      String id = SampleEstate.fill(server.store);
      browser.dark(true);
      browser.open(server.uri("/observations/" + id).toString());
      browser.click(".actions button");
      browser.type("dialog[open] textarea", "Known maintenance, see OPS-118");
      take(browser, "suppress-dark");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void picturesOfShardsAreTaken() throws IOException {
    Files.createDirectories(FOLDER);
    try (TestServer server = new TestServer(TestServer.QUICK, SampleGroup.made());
        Browser browser = new Browser()) {
      browser.standStillAt(SampleEstate.NOW);
      for (boolean dark : new boolean[] {false, true}) {
        String theme = dark ? "dark" : "light";
        browser.dark(dark);
        browser.resize(1360, 1000);
        browser.open(server.uri("/shards").toString());
        browser.await(".members tbody tr", "draining");
        take(browser, "shards-" + theme);
        browser.resize(400, 1500);
        take(browser, "shards-narrow-" + theme);
        assertThat(browser.complaints()).isEmpty();
      }
    }
  }

  private static void take(Browser browser, String name) throws IOException {
    browser.run("document.activeElement.blur()");
    byte[] png = browser.screenshot();
    assertThat(png).hasSizeGreaterThan(20_000);
    Files.write(FOLDER.resolve(name + ".png"), png);
  }
}
