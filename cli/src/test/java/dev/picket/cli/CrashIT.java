package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the server under load. */
final class CrashIT {

  private static final int SENDERS = 16;
  private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 2_000;

  private final AtomicBoolean killed = new AtomicBoolean();
  private final Queue<Exception> surprises = new ConcurrentLinkedQueue<>();

  @Test
  void everyAcknowledgedReportIsThereAfterwards(@TempDir Path folder) throws InterruptedException {
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_THE_KILL);
    try (PicketProcess picket = PicketProcess.up(folder)) {
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        int sender = i;
        senders.add(
            Thread.ofVirtual().start(() -> sendUntilItDies(picket, sender, acknowledged, enough)));
      }
      assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
      killed.set(true);
      picket.killNine();
      for (Thread sender : senders) {
        sender.join();
      }
    }
    assertThat(surprises).isEmpty();
    try (PicketProcess again = PicketProcess.up(folder)) {
      assertThat(Reports.pods(again)).containsAll(acknowledged);
    }
  }

  @Test
  void nothingIsLeftRunningAfterAKill(@TempDir Path folder) throws InterruptedException {
    PicketProcess picket = PicketProcess.up(folder);
    List<ProcessHandle> children = picket.descendants();
    assertThat(children).isNotEmpty();
    picket.killNine();
    for (ProcessHandle child : children) {
      assertThat(child.onExit()).succeedsWithin(Duration.ofSeconds(30));
    }
  }

  private void sendUntilItDies(
      PicketProcess picket, int sender, Set<String> acknowledged, CountDownLatch enough) {
    try {
      for (int i = 0; true; i++) {
        String pod = "web-" + sender + "-" + i;
        if (picket.post("/ingest/falco", Reports.falco(pod)).statusCode() == 200) {
          acknowledged.add(pod);
          enough.countDown();
        }
      }
    } catch (UncheckedIOException broken) {
      // Killed in the middle of this request, as the test wants; it was not acknowledged.
      if (!killed.get()) {
        surprises.add(broken);
      }
    }
  }
}
