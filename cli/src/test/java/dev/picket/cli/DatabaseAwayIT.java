package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.store.EmbeddedPostgres;
import dev.picket.store.StoreSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away in the middle of batches and comes back: {@code picket server}, whole. */
final class DatabaseAwayIT {

  private static final int SENDERS = 8;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicBoolean enough = new AtomicBoolean();

  private final Queue<HttpResponse<String>> surprises = new ConcurrentLinkedQueue<>();

  @Test
  void sendersAreToldAndNothingAcknowledgedIsLost(@TempDir Path folder)
      throws IOException, InterruptedException {
    try (EmbeddedPostgres postgres =
        new EmbeddedPostgres(folder.resolve("database"), new SecureRandom())) {
      postgres.start();
      StoreSettings settings = postgres.settings();
      URI database = URI.create(settings.jdbcUrl().substring("jdbc:".length()));
      try (FaultyLink link = new FaultyLink(database.getHost(), database.getPort());
          PicketProcess picket = PicketProcess.server(folder, through(link, settings, database))) {
        List<Thread> senders = startSenders(picket);
        await(() -> acknowledged.size() > 200);
        link.cut();
        await(() -> refused.get() > 50);
        await(() -> picket.get("/readyz").statusCode() == 503);
        assertThat(picket.get("/livez").statusCode()).isEqualTo(200);
        link.mend();
        int before = acknowledged.size();
        await(() -> acknowledged.size() > before + 200);
        await(() -> picket.get("/readyz").statusCode() == 200);
        enough.set(true);
        for (Thread sender : senders) {
          sender.join();
        }
        assertThat(surprises).isEmpty();
        assertThat(Reports.pods(picket)).containsAll(acknowledged);
        assertBooksAddUp(picket.books("falco"));
      }
    }
  }

  private void assertBooksAddUp(Books books) {
    assertThat(books.received()).isEqualTo(sent.get());
    assertThat(books.unavailable()).isEqualTo(refused.get());
    assertThat(books.settled()).isEqualTo(books.received());
  }

  private List<Thread> startSenders(PicketProcess picket) {
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      int sender = i;
      senders.add(Thread.ofVirtual().start(() -> send(picket, sender)));
    }
    return senders;
  }

  private void send(PicketProcess picket, int sender) {
    for (int i = 0; !enough.get(); i++) {
      String pod = "web-" + sender + "-" + i;
      HttpResponse<String> answer = picket.post("/ingest/falco", Reports.falco(pod));
      sent.incrementAndGet();
      if (answer.statusCode() == 200) {
        acknowledged.add(pod);
      } else {
        boolean told = answer.statusCode() == 503;
        if (!told || answer.headers().firstValue("Retry-After").isEmpty()) {
          surprises.add(answer);
        }
        refused.incrementAndGet();
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }
    }
  }

  private static String through(FaultyLink link, StoreSettings settings, URI database) {
    return "postgresql://%s:%s@127.0.0.1:%d%s"
        .formatted(settings.user(), settings.password(), link.port(), database.getPath());
  }

  private static void await(BooleanSupplier condition) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
