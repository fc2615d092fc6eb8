package dev.picket.bench;

import dev.picket.coordination.lease.Clocks;
import dev.picket.coordination.lease.Election;
import dev.picket.coordination.lease.LeaseRules;
import dev.picket.coordination.lease.LeaseTiming;
import dev.picket.coordination.loop.LoopThread;
import dev.picket.kube.KubeAccess;
import dev.picket.kube.KubeConnection;
import dev.picket.kube.KubeLeaseStore;
import dev.picket.runtime.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A program that does its work on one replica only, chosen by one Lease, as controller-runtime has
 * it and Zen Watcher documents it: 15/10/2 s, looked at every 2 s, released in order. The election
 * is Picket's own. Whoever leads lists all reports, and says so; writing what is in them would come
 * on top. It ends with its standard input.
 */
public final class SingleLeader {

  static final LeaseTiming TIMING =
      new LeaseTiming(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

  static final String LEADING = "leading";
  static final String FOLLOWING = "following";
  static final String LISTED = "listed";
  static final String ADDRESS = "PICKET_BENCH_ADDRESS";
  static final String TOKEN = "PICKET_BENCH_TOKEN";
  static final String AUTHORITY = "PICKET_BENCH_AUTHORITY";

  private static final String GROUP = "single-leader";
  private static final Duration RELEASE_LIMIT = Duration.ofSeconds(10);

  private final ApiServer reports;

  private SingleLeader(ApiServer reports) {
    this.reports = reports;
  }

  /** The candidate's name, which no other has, is the only argument. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> environment = System.getenv();
    String address = environment.getOrDefault(ADDRESS, "");
    String token = environment.getOrDefault(TOKEN, "");
    String authority = environment.getOrDefault(AUTHORITY, "");
    KubeAccess access = new KubeAccess.Token(URI.create(address), token, authority);
    try (KubeConnection connection =
            KubeConnection.open(access, TIMING.renewDeadline().dividedBy(3));
        ApiServer reports = new ApiServer(address, token, authority)) {
      new SingleLeader(reports).run(connection, arguments[0]);
    }
  }

  private void run(KubeConnection connection, String candidate) throws IOException {
    Ticker ticker = Ticker.system();
    SecureRandom random = new SecureRandom();
    LoopThread loop = new LoopThread("election", ticker);
    Election election =
        new Election(
            new KubeLeaseStore(connection, "default", ticker, random),
            GROUP,
            GROUP,
            candidate,
            TIMING,
            new LeaseRules(),
            loop,
            new Clocks(ticker, InstantSource.system()),
            random,
            this::became);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> release(election, loop)));
    loop.start();
    loop.execute(election::start);
    System.in.transferTo(OutputStream.nullOutputStream());
  }

  private void became(Election.State state) {
    switch (state) {
      case Election.State.Leading _ -> {
        System.out.println(LEADING);
        Thread.ofVirtual().start(this::list);
      }
      case Election.State.Following following ->
          System.out.println(FOLLOWING + " " + following.leader());
    }
  }

  private void list() {
    try {
      System.out.println(LISTED + " " + reports.get(Estate.REPORTS).path("items").size());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void release(Election election, LoopThread loop) {
    CountDownLatch released = new CountDownLatch(1);
    loop.execute(() -> election.close(released::countDown));
    try {
      if (!released.await(RELEASE_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        System.out.println("the Lease could not be released within " + RELEASE_LIMIT);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
