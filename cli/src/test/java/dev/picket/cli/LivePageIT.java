package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.server.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, from a webhook through PostgreSQL to a page that is open in a browser. */
@Tag("browser")
final class LivePageIT {

  @Test
  void anOpenPageShowsReportsAndTheirCountWithoutAReload(@TempDir Path folder) throws IOException {
    String falco = Files.readString(Repository.root().resolve("examples/falco.json"));
    try (PicketProcess picket = PicketProcess.up(folder);
        Browser browser = new Browser()) {
      browser.open(picket.address() + "/");
      browser.await("body", "curl");
      browser.run("window.sinceOpened = true");
      picket.post("/ingest/falco", falco);
      browser.await("body", "A shell was spawned in a container");
      picket.post("/ingest/falco", falco);
      browser.await("td", "2");
      assertThat(browser.run("return window.sinceOpened")).isEqualTo(true);
      assertThat(browser.complaints()).isEmpty();
    }
  }
}
