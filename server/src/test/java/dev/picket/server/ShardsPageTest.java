package dev.picket.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.shard.GroupView.Status;
import dev.picket.coordination.shard.Move;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page of shards in a real browser. */
@Tag("browser")
final class ShardsPageTest {

  private static final String A = "tr[data-member=picket-a] ";
  private static final String B = "tr[data-member=picket-b] ";

  private static Browser browser;

  private final FakeShardGroup group = new FakeShardGroup(64, "picket-a", "picket-b");
  private TestServer server;

  @BeforeAll
  static void startBrowser() {
    browser = new Browser();
  }

  @AfterAll
  static void stopBrowser() {
    browser.close();
  }

  @BeforeEach
  void start() {
    server = new TestServer(StreamLimits.DEFAULTS, group);
    browser.resize(1360, 900);
    browser.dark(false);
  }

  @AfterEach
  void close() {
    browser.open("about:blank");
    server.close();
  }

  private void open() {
    browser.open(server.uri("/shards").toString());
    browser.await(".link-state", "Live");
    browser.await(A + ".count", "32");
  }

  private static void assertNoComplaints() {
    assertThat(browser.complaints()).isEmpty();
  }

  /** The colour in the middle of a partition's cell, once nothing moves. */
  private static Object cell(int partition) {
    return browser.run(
        """
        const grid = document.querySelector("picket-shard-grid");
        const [x, y, width, height] = grid.painter.box(%d);
        const [left, top] = [x + width / 2, y + height / 2].map((at) => at * devicePixelRatio);
        const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        copy.drawImage(grid.painter.canvas, left, top, 1, 1, 0, 0, 1, 1);
        return [...copy.getImageData(0, 0, 1, 1).data].join();
        """
            .formatted(partition));
  }

  private static void awaitStill() {
    browser.awaitTrue("document.querySelector('picket-shard-grid').painter.changes.size === 0");
  }

  @Test
  void pageIsOneClickFromTheList() {
    browser.open(server.uri("/").toString());
    browser.await(".link-state", "Live");

    browser.click("nav a[href='/shards']");

    browser.awaitAddress("/shards");
    browser.await("h1", "Shards");
    browser.await("nav a[aria-current=page]", "Shards");
    browser.await(".shards-subject .under", "shop/picket · 64 partitions by uid · 2 members");
    browser.click("nav a[href='/']");
    browser.await(".empty", "Nothing has been reported yet");
    browser.press("s");
    browser.await("h1", "Shards");
    browser.press("o");
    browser.await(".empty", "Nothing has been reported yet");
    browser.back();
    browser.await("h1", "Shards");
    assertThat(browser.run("return document.title")).isEqualTo("Shards · Picket");
    assertNoComplaints();
  }

  @Test
  void membersAreShownWithWhatTheyHave() {
    open();

    browser.await(A + ".crown", "coordinator");
    browser.await(A + ".cell-member", "this server");
    browser.await(A + ".ranges", "0-31");
    browser.await(B + ".cell-address", "http://picket-b.picket:8080");
    browser.await(B + ".state", "active");
    browser.await(".moves li", "New shard map");
    assertNoComplaints();
  }

  @Test
  void partitionsChangeHandsWithoutAReload() {
    open();
    awaitStill();
    assertThat(cell(0)).isEqualTo(cell(31)).isNotEqualTo(cell(32));
    Object before = cell(0);

    group.hand(0, 7, "picket-b");
    browser.await(A + ".on-the-move", "8 going");
    browser.await(B + ".on-the-move", "8 coming");

    group.give(
        0, 7, "picket-b", Move.Reason.BALANCED, FakeShardGroup.MADE.plus(Duration.ofHours(1)));
    browser.await(A + ".count", "24");
    browser.await(B + ".count", "40");
    browser.await(".moves li:first-child", "Evened out");
    awaitStill();
    assertThat(cell(0)).isEqualTo(cell(32)).isNotEqualTo(before);
    assertThat(browser.run("return document.querySelector('main > picket-shards-page').spoken"))
        .isEqualTo("Evened out: 8 partitions to picket-b");
    assertNoComplaints();
  }

  @Test
  void keysAndThePointerAskWhoOwnsAPartition() {
    group.hand(0, 7, "picket-b");
    group.orphan(60, 63);
    open();

    browser.run("document.querySelector('picket-shard-grid canvas').focus()");
    browser.press(Keys.ARROW_RIGHT);
    browser.await(".readout", "Partitions 0 to 7: picket-a, epoch 1, going to picket-b");
    browser.press(Keys.END);
    browser.await(".readout", "Partitions 60 to 63: nobody owns them, epoch 1");
    browser.press(Keys.ARROW_LEFT);
    browser.await(".readout", "Partitions 32 to 59: picket-b, epoch 1");
    browser.await("canvas[aria-valuetext^='Partitions 32 to 59']");

    browser.hover("picket-shard-grid canvas");
    browser.await(".readout", ": picket-");
    browser.hover("h1");
    browser.await(".readout", "Point at a partition");
    assertNoComplaints();
  }

  @Test
  void drainIsConfirmedAndTakenBack() {
    open();
    browser.click(B + ".cell-action button");
    browser.await("dialog[open] h2", "Drain picket-b?");
    browser.await("dialog[open] p", "32 partitions move to the other members");
    browser.click("dialog[open] .plain");
    browser.awaitCount("dialog[open]", 0);
    browser.await(B + ".state", "active");

    browser.click(B + ".cell-action button");
    browser.click("dialog[open] .primary");

    browser.await(B + ".state", "draining");
    browser.awaitCount("dialog[open]", 0);
    group.give(32, 63, "picket-a", Move.Reason.DRAINED, FakeShardGroup.MADE);
    browser.await(B + ".state", "drained");
    browser.await(B + ".ranges", "none");
    browser.click(B + ".cell-action button");
    browser.await(B + ".state", "active");
    assertNoComplaints();
  }

  @Test
  void drainingTheLastMemberIsWarnedOf() {
    group.become("picket-b", Status.DRAINED);
    open();

    browser.click(A + ".cell-action button");

    browser.await("dialog[open] .error", "No other member is active");
    browser.pressEscape();
    browser.awaitCount("dialog[open]", 0);
    assertNoComplaints();
  }

  @Test
  void refusalIsToldInItsWords() {
    open();
    group.unreachable("add verb update for leases");
    browser.click(B + ".cell-action button");
    browser.click("dialog[open] .primary");
    browser.await("dialog[open] [role=alert]", "add verb update for leases");
    browser.pressEscape();

    group.become("picket-b", Status.DRAINED);
    browser.await(B + ".state", "draining");
    browser.click(B + ".cell-action button");
    browser.await(".banner[role=alert]", "add verb update for leases");
    browser.complaints();
  }

  @Test
  void memberThatIsGoneWithoutAHandoverLeavesItsMark() {
    open();
    group.become("picket-b", Status.SILENT);
    group.silence("picket-b", Duration.ofSeconds(16));
    browser.await(B + ".state", "silent");
    browser.await(B + ".cell-silent", "16 s");

    group.vanish("picket-b");
    browser.await(B + ".state", "gone");
    browser.await(B + ".ranges", "32-63");
    group.orphan(32, 63);
    group.loseCoordinator();
    group.problem("the API server does not answer");

    browser.awaitCount("tr[data-member]", 1);
    browser.await(".banner[role=alert]", "the API server does not answer");
    browser.await(".warning", "no coordinator");
    assertThat(browser.run("return document.querySelector('picket-shard-grid p').textContent"))
        .isEqualTo("Of 64 partitions, picket-a has 32, nobody has 32.");
    assertNoComplaints();
  }

  @Test
  void groupWithoutAMapSaysSo() {
    group.loseMap();
    browser.open(server.uri("/shards").toString());

    browser.await(".grid-card .empty", "There is no shard map yet");
    browser.await(".moves-card", "Nothing has moved yet");
    assertNoComplaints();
  }

  @Test
  void serverThatRunsAloneSaysHowToGetAGroup() {
    try (TestServer alone = new TestServer(StreamLimits.DEFAULTS, Map.of())) {
      browser.open(alone.uri("/shards").toString());

      browser.await(".empty", "This server runs alone");
      browser.await(".empty code", "picket up --replicas 3");
      browser.await(".link-state", "Live");
      browser.open("about:blank");
      browser.complaints();
    }
  }

  @Test
  void serverThatWasAwayIsFoundAgain() {
    open();
    int port = server.server.port();

    server.server.close();
    browser.await(".link-state", "Reconnecting");
    group.join("picket-c");
    PicketServer again = server.another(port);

    browser.await("tr[data-member=picket-c]");
    browser.await(".link-state", "Live");
    browser.open("about:blank");
    again.close();
    browser.complaints();
  }

  @Test
  void narrowScreenNeedsNoSidewaysScrolling() {
    group.join("picket-7c9f6d8b5-x2lqp-with-a-rather-long-name-and-no-break.e84b");
    browser.resize(400, 800);
    open();
    browser.await("tr[data-member^=picket-7c9f]");

    assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(400L);
    browser.await(B + ".cell-silent", "1 s");
    assertNoComplaints();
  }

  @Test
  void themeRepaintsTheCells() {
    open();
    awaitStill();
    Object light = cell(0);

    browser.click("button.theme");

    assertThat(cell(0)).isNotEqualTo(light);
    browser.click("button.theme");
    assertThat(cell(0)).isEqualTo(light);
    assertNoComplaints();
  }

  @Test
  void fourThousandPartitionsFit() {
    try (TestServer large =
        new TestServer(
            StreamLimits.DEFAULTS, new FakeShardGroup(4096, "picket-a", "picket-b", "picket-c"))) {
      browser.open(large.uri("/shards").toString());

      browser.await(A + ".count", "1,366");
      assertThat(cell(4095)).isEqualTo(cell(4000)).isNotEqualTo(cell(0));
      assertNoComplaints();
      browser.open("about:blank");
    }
  }
}
