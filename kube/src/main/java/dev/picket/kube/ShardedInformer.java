package dev.picket.kube;

import dev.picket.coordination.lease.UnreachableException;
import dev.picket.coordination.shard.PartitionSet;
import dev.picket.coordination.shard.ShardEvent;
import dev.picket.coordination.shard.Shards;
import dev.picket.runtime.Service;
import dev.picket.runtime.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Tells of the objects of one kind in the partitions that this member owns: of all of them when
 * partitions come, then of each change, with no gap in between.
 *
 * <p>While partitions are to come, it watches them without telling. Once they are owned it lists
 * them, tells what it finds page by page, and says that they are complete. It keeps of each object
 * only what tells news from what was told (about 300 bytes), never its content: a first member may
 * own reports of many gigabytes. So a takeover costs one list of what was taken, and no more memory
 * than a page.
 *
 * <p>Where the API server selects by shards (KEP-5866) it lists and watches only what is wanted, in
 * a few watches. Elsewhere one watch of all objects serves all partitions. Either way what arrives
 * is checked against what is owned: not every server of a cluster need know of shards.
 *
 * <p>Watches resume where they were, and list anew when the server has forgotten that. A slow
 * handler holds up the server's events; nothing piles up. Safe for use by many threads.
 */
public final class ShardedInformer implements Service {

  private final KubeConnection connection;
  private final ObjectSelection selection;
  private final Shards shards;
  private final InformerLimits limits;
  private final Ticker ticker;
  private final RandomGenerator random;
  private final String name;
  private final Problems problems;
  private final Lanes lanes;
  private final Lister lister;
  private final Teller teller;
  private final Relist relist;
  private final Slices slices;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private int slicesMade;

  /**
   * Not started yet.
   *
   * @param connection stays its owner's to close
   * @param handler told of objects, by several threads
   * @param ticker measures how long a watch lasted
   * @param random spreads pauses and the lengths of watches; safe for use by many threads
   */
  public ShardedInformer(
      KubeConnection connection,
      ObjectSelection selection,
      Shards shards,
      ObjectHandler handler,
      InformerLimits limits,
      Ticker ticker,
      RandomGenerator random) {
    this.connection = connection;
    this.selection = selection;
    this.shards = shards;
    this.limits = limits;
    this.ticker = ticker;
    this.random = random;
    this.name = "informer-" + selection.resource();
    this.problems = new Problems(name);
    this.lanes = new Lanes(name, limits);
    Holdings holdings = new Holdings(shards.pool(), shards.partitions());
    this.lister = new Lister(connection, selection, shards.pool(), limits);
    this.teller = new Teller(holdings, lanes, handler);
    this.relist = new Relist(lister, holdings, teller, lanes, handler);
    this.slices = new Slices(holdings, shards.partitions(), limits.watchesMax(), this::slice);
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {
    lanes.start();
    thread.start();
    shards.subscribe(this::on);
  }

  /** What keeps it from seeing all it should, for people; empty when nothing does. */
  public String health() {
    return problems.text();
  }

  /** How many watches it has on the API server now. */
  public int watches() {
    return slices.count();
  }

  /**
   * The object of this name as it is now, whatever its labels and whoever owns it; empty when there
   * is none.
   *
   * @param namespace empty where the kind has none
   * @throws UnreachableException when the API server does not answer, refuses, or does not know the
   *     kind
   */
  public Optional<KubeObject> current(String namespace, String name) {
    Answer answer = connection.call("GET", selection.resource().path(namespace, name), null);
    if (answer.isDone()) {
      return Optional.of(KubeObject.of(answer.body()));
    }
    // Where the kind itself is missing there is no Status, or one without the object's name.
    boolean isAbsent =
        answer.status() == Answer.NOT_FOUND
            && answer.body().path("details").path("name").asText().equals(name);
    if (!isAbsent) {
      throw new Refusals(selection.resource(), namespace, List.of("get", "list", "watch"))
          .exception("get", answer);
    }
    return Optional.empty();
  }

  private void on(ShardEvent event) {
    switch (event) {
      case ShardEvent.Prepare(var partitions, var warm) -> slices.prepare(partitions, warm);
      case ShardEvent.Acquired(var partitions) -> slices.take(partitions);
      case ShardEvent.Draining(var partitions) -> slices.drop(partitions);
      case ShardEvent.Lost(var partitions, var _) -> slices.drop(partitions);
    }
  }

  private void run() {
    Backoff backoff = new Backoff(ticker, random, closing);
    try {
      while (!isProbed()) {
        if (!backoff.pause()) {
          return;
        }
      }
      while (closing.getCount() > 0) {
        if (takeOver(slices.awaitIncomplete())) {
          backoff.reset();
        } else if (!backoff.pause()) {
          return;
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isProbed() {
    int half = shards.partitions() / 2;
    String selector =
        lister.selector(PartitionSet.of(shards.partitions(), IntStream.range(0, half)));
    try {
      return isProbed(selector) || (!selector.isEmpty() && isProbed(""));
    } catch (UnreachableException failure) {
      failed(failure);
      return false;
    }
  }

  // A server may refuse a selector that it does not understand, with 400 or 500.
  private boolean isProbed(String selector) {
    switch (lister.position(selector)) {
      case Lister.Listed.Done done -> {
        problems.end(name);
        slices.probed(done.sharded());
        return true;
      }
      case Lister.Listed.Refused(var answer) -> {
        if (selector.isEmpty()) {
          refused(answer);
        }
      }
      case Lister.Listed.Unwanted() -> {}
    }
    return false;
  }

  private boolean takeOver(PartitionSet incomplete) throws InterruptedException {
    try {
      String selector = slices.isSharded() ? lister.selector(incomplete) : "";
      switch (relist.of(incomplete, selector)) {
        case Lister.Listed.Done _ -> problems.end(name);
        case Lister.Listed.Refused(var answer) -> {
          refused(answer);
          return false;
        }
        case Lister.Listed.Unwanted() -> {}
      }
      return !slices.isIncomplete(incomplete); // False where the handler failed.
    } catch (UnreachableException failure) {
      failed(failure);
      return false;
    }
  }

  private void refused(Answer answer) {
    problems.refused(name, answer, lister.refusals().message("list", answer));
    if (answer.isForAllMembers()) {
      slices.refused();
    }
  }

  private void failed(UnreachableException failure) {
    if (closing.getCount() > 0) {
      problems.failed(name, failure);
    }
  }

  private Slice slice(PartitionSet covers, boolean sharded) {
    String selector = sharded ? lister.selector(covers) : "";
    PartitionSet all = PartitionSet.all(shards.partitions());
    slicesMade++;
    return new Slice(
        name + "-watch-" + slicesMade, selector.isEmpty() ? all : covers, selector, new Around());
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    List<Slice> ended = slices.close();
    lanes.close();
    try {
      for (Slice slice : ended) {
        slice.join();
      }
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Around implements Slice.Surroundings {

    @Override
    public Lister lister() {
      return lister;
    }

    @Override
    public Relist relist() {
      return relist;
    }

    @Override
    public Teller teller() {
      return teller;
    }

    @Override
    public Problems problems() {
      return problems;
    }

    @Override
    public Backoff backoff(CountDownLatch ended) {
      return new Backoff(ticker, random, ended);
    }

    @Override
    public Duration watchLength() {
      long seconds = limits.watchLength().toSeconds();
      return Duration.ofSeconds(seconds - random.nextLong(seconds / 2 + 1));
    }

    @Override
    public PartitionSet owned(Slice slice) {
      return slices.owned(slice);
    }

    @Override
    public boolean positioned(Slice slice, PartitionSet listed) {
      return slices.positioned(slice, listed);
    }

    @Override
    public void lost(Slice slice) {
      slices.lost(slice);
    }

    @Override
    public void refused() {
      slices.refused();
    }
  }
}
