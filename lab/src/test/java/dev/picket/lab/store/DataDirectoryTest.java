package dev.picket.lab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is kept on disk, and what becomes of it when its writer dies or the disk fails. */
@Timeout(60)
final class DataDirectoryTest {

  private static final long START = 100;
  private static final int HISTORY = 1_000;
  private static final long NEVER = Long.MAX_VALUE;
  private static final Path LOG = Path.of("log-" + START);

  /** For tests that lose no power. */
  private static final Syncing UNSYNCED =
      new Syncing() {
        @Override
        public void sync(FileChannel channel) {}

        @Override
        public void sync(Path directory) {}
      };

  @TempDir private Path directory;

  @Test
  void everythingIsThereAfterARestartAndRevisionsGoOn() {
    List<String> before;
    try (DataDirectory data = DataDirectory.open(directory)) {
      ObjectStore store = data.store(START, HISTORY);
      run(store, new Random(1), 200, new AtomicLong());
      before = lines(store);
    }
    try (DataDirectory data = DataDirectory.open(directory)) {
      ObjectStore store = data.store(5_000, HISTORY);
      assertThat(lines(store)).isEqualTo(before).isNotEmpty();
      assertThat(store.latest().revision()).isEqualTo(START + 200);
      assertThat(put(store, "new").revision()).isEqualTo(START + 201);
    }
  }

  @Test
  void aLogCutOffAnywhereHoldsWhatWasWholeAndNothingElse() throws IOException {
    TreeMap<Long, List<String>> states = new TreeMap<>();
    TreeMap<Long, Long> lengths = new TreeMap<>();
    try (DataDirectory data = DataDirectory.open(directory)) {
      ObjectStore store = data.store(START, HISTORY);
      Random random = new Random(2);
      for (int each = 0; each < 12; each++) {
        states.put(store.latest().revision(), lines(store));
        lengths.put(Files.size(directory.resolve(LOG)), store.latest().revision());
        run(store, random, 1, new AtomicLong());
      }
    }
    byte[] log = Files.readAllBytes(directory.resolve(LOG));
    for (int cut = 0; cut < log.length; cut++) {
      Files.write(directory.resolve(LOG), Arrays.copyOf(log, cut));
      var whole = lengths.floorEntry((long) cut);
      long expected = whole == null ? START : whole.getValue();
      assertThat(recovered()).as("cut at %d", cut).isEqualTo(states.get(expected));
    }
  }

  @Test
  void aLogThatWasCutOffGoesOn() throws IOException {
    fill(10);
    Path log = directory.resolve(LOG);
    byte[] whole = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(whole, whole.length - 3));
    List<String> goneOn;
    try (DataDirectory data = DataDirectory.open(directory)) {
      ObjectStore store = data.store(START, HISTORY);
      assertThat(put(store, "again").revision()).isEqualTo(START + 10);
      goneOn = lines(store);
    }
    assertThat(recovered()).isEqualTo(goneOn);
  }

  @Test
  void damageInTheMiddleIsRefusedAndItsPlaceIsTold() throws IOException {
    fill(10);
    Path log = directory.resolve(LOG);
    byte[] bytes = Files.readAllBytes(log);
    int length = (bytes.length - LogFile.EMPTY_BYTES) / 10;
    int place = LogFile.EMPTY_BYTES + 4 * length;
    for (int each = 0; each < length; each++) {
      byte[] damaged = bytes.clone();
      damaged[place + each] ^= 0x20;
      Files.write(log, damaged);
      assertThatThrownBy(this::recovered)
          .isInstanceOf(JournalException.class)
          .hasMessageContaining(log.toString())
          .hasMessageContaining("offset " + place + ":");
    }
  }

  @Test
  void aDamagedSnapshotIsRefused() throws IOException {
    compacted();
    Path snapshot = only("snapshot-");
    byte[] bytes = Files.readAllBytes(snapshot);
    for (int each = 0; each < bytes.length; each++) {
      byte[] damaged = bytes.clone();
      damaged[each] ^= 0x01;
      Files.write(snapshot, damaged);
      assertThatThrownBy(this::recovered)
          .isInstanceOf(JournalException.class)
          .hasMessageContaining(snapshot.toString());
    }
    Files.write(snapshot, Arrays.copyOf(bytes, bytes.length - 20));
    assertThatThrownBy(this::recovered).hasMessageContaining("its end is missing");
  }

  @Test
  void aMissingLogIsRefused() throws IOException {
    fill(3);
    Files.delete(directory.resolve(LOG));
    assertThatThrownBy(this::recovered).hasMessageContaining("after revision 100 is missing");
  }

  @Test
  void aMissingSnapshotIsRefused() throws IOException {
    fill(3);
    Files.delete(only("snapshot-"));
    assertThatThrownBy(this::recovered).hasMessageContaining("snapshot before it is missing");
  }

  @Test
  void snapshotsTakeThePlaceOfLongLogs() throws IOException {
    List<String> before = compacted();
    assertThat(Files.size(only("log-"))).isLessThan(3_000);
    assertThat(recovered()).isEqualTo(before);
  }

  @Test
  void watchesGoOnAfterARestartAsFarBackAsTheSnapshot() throws IOException, InterruptedException {
    compacted();
    long base = Long.parseLong(only("snapshot-").getFileName().toString().split("-", 2)[1]);
    try (DataDirectory data = DataDirectory.open(directory)) {
      ObjectStore store = data.store(START, HISTORY);
      put(store, "one more");
      assertThat(store.subscribe(Scope.all("maps"), base - 1, 10)).isEmpty();
      Subscription all = store.subscribe(Scope.all("maps"), base, HISTORY).orElseThrow();
      long expected = base;
      for (Change each = all.next(Duration.ZERO); each != null; each = all.next(Duration.ZERO)) {
        expected++;
        assertThat(each.revision()).isEqualTo(expected);
      }
      assertThat(expected).isEqualTo(store.latest().revision());
    }
  }

  @Test
  void aWriterThatDiesAtAnySyncLosesNothingThatWasAcknowledged() throws IOException {
    AtomicLong acknowledged = new AtomicLong(START);
    List<Crash> crashes = new ArrayList<>();
    Path copies = Files.createDirectory(directory.resolve("copies"));
    Path data = directory.resolve("data");
    Syncing syncing =
        channel -> {
          copy(data, copies, acknowledged, crashes);
          channel.force(false);
          copy(data, copies, acknowledged, crashes);
        };
    TreeMap<Long, List<String>> states = new TreeMap<>();
    try (DataDirectory opened = DataDirectory.open(data)) {
      ObjectStore store = opened.store(START, HISTORY, syncing, 2_000);
      Random random = new Random(5);
      for (int each = 0; each < 100; each++) {
        states.put(store.latest().revision(), lines(store));
        run(store, random, 1, acknowledged);
      }
      states.put(store.latest().revision(), lines(store));
    }
    assertThat(crashes).hasSizeGreaterThan(200);
    for (Crash each : crashes) {
      try (DataDirectory opened = DataDirectory.open(each.copy())) {
        ObjectStore store = opened.store(START, HISTORY, UNSYNCED, NEVER);
        long revision = store.latest().revision();
        assertThat(revision).isBetween(each.before(), each.after() + 1);
        assertThat(lines(store)).isEqualTo(states.get(revision));
      }
    }
  }

  @Test
  void twoLabsCannotHaveOneDirectory() {
    try (DataDirectory data = DataDirectory.open(directory)) {
      assertThat(data.path()).isEqualTo(directory);
      assertThatThrownBy(() -> DataDirectory.open(directory))
          .isInstanceOf(JournalException.class)
          .hasMessage(directory + ": another lab of this process has this directory");
    }
    DataDirectory.open(directory).close();
  }

  @Test
  void aWriteThatMayBeLostIsNotAcknowledgedAndTheNextIsNotTried() throws InterruptedException {
    AtomicBoolean broken = new AtomicBoolean();
    AtomicInteger syncs = new AtomicInteger();
    Syncing syncing =
        channel -> {
          if (broken.get()) {
            syncs.incrementAndGet();
            throw new IOException("no disk");
          }
          channel.force(false);
        };
    try (DataDirectory data = DataDirectory.open(directory)) {
      ObjectStore store = data.store(START, HISTORY, syncing, NEVER);
      put(store, "kept");
      Subscription watch = store.subscribe(Scope.all("maps"), START + 1, 10).orElseThrow();
      broken.set(true);
      for (int each = 0; each < 3; each++) {
        assertThatThrownBy(() -> put(store, "lost"))
            .isInstanceOf(JournalException.class)
            .hasMessageContaining("no disk")
            .hasMessageContaining(LOG.toString());
      }
      assertThat(syncs).hasValue(1);
      assertThat(store.latest().revision()).isEqualTo(START + 1);
      assertThat(watch.next(Duration.ZERO)).isNull();
    }
  }

  @Test
  void writersDecideOnEachOthersChangesWhileTheDiskIsAwaited() throws InterruptedException {
    AtomicBoolean armed = new AtomicBoolean();
    CountDownLatch syncing = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger syncs = new AtomicInteger();
    try (DataDirectory data = DataDirectory.open(directory)) {
      ObjectStore store =
          data.store(
              START,
              HISTORY,
              channel -> {
                syncs.incrementAndGet();
                if (armed.get()) {
                  syncing.countDown();
                  awaitQuietly(release);
                }
              },
              NEVER);
      armed.set(true);
      int before = syncs.get();
      List<Thread> writers = new ArrayList<>();
      writers.add(Thread.ofVirtual().start(() -> put(store, "x")));
      syncing.await();
      CountDownLatch decided = new CountDownLatch(20);
      for (int each = 0; each < 20; each++) {
        long expected = START + 1;
        writers.add(
            Thread.ofVirtual()
                .start(() ->
                    store.write(transaction -> {
                      assertThat(transaction.now().revision()).isGreaterThanOrEqualTo(expected);
                      decided.countDown();
                      return transaction.put(key("x"), object("x"));
                    })));
      }
      decided.await();
      assertThat(store.latest().revision()).isEqualTo(START);
      assertThat(store.latest().get(key("x"))).isEmpty();
      release.countDown();
      for (Thread each : writers) {
        each.join();
      }
      assertThat(store.latest().revision()).isEqualTo(START + 21);
      assertThat(syncs.get() - before).as("syncs for 21 writes").isLessThanOrEqualTo(3);
    }
  }

  @Test
  void aRefusalThatDependsOnAWriteWaitsForItsDurability() throws InterruptedException {
    AtomicBoolean armed = new AtomicBoolean();
    CountDownLatch syncing = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<String> ends = Collections.synchronizedList(new ArrayList<>());
    try (DataDirectory data = DataDirectory.open(directory)) {
      ObjectStore store =
          data.store(
              START,
              HISTORY,
              channel -> {
                if (armed.get()) {
                  syncing.countDown();
                  awaitQuietly(release);
                  throw new IOException("no disk");
                }
              },
              NEVER);
      armed.set(true);
      Thread writer = Thread.ofVirtual().start(() -> ends.add(failure(() -> put(store, "x"))));
      syncing.await();
      CountDownLatch refused = new CountDownLatch(1);
      Thread late =
          Thread.ofVirtual()
              .start(() ->
                  ends.add(
                      failure(() ->
                          store.write(transaction -> {
                            refused.countDown();
                            throw new IllegalStateException("there already");
                          }))));
      refused.await();
      assertThat(ends).isEmpty();
      release.countDown();
      writer.join();
      late.join();
      assertThat(ends).hasSize(2).allMatch(each -> each.contains("no disk"));
    }
  }

  @Test
  void nobodyElseMayReadWhatIsKept() throws IOException {
    compacted();
    for (String each : List.of("log-", "snapshot-")) {
      assertThat(Files.getPosixFilePermissions(only(each)))
          .extracting(Enum::name)
          .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
    }
  }

  @Test
  void smallFilesAreTheOwnersOnly() throws IOException {
    try (DataDirectory data = DataDirectory.open(directory.resolve("new/one"))) {
      assertThat(data.text("token")).isEmpty();
      data.keep("token", "a");
      data.keep("token", "b");
      assertThat(data.text("token")).contains("b");
      assertThat(Files.getPosixFilePermissions(data.path().resolve("token")))
          .extracting(Enum::name)
          .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
      assertThat(Files.getPosixFilePermissions(data.path())).hasSize(3);
    }
  }

  private List<String> compacted() {
    try (DataDirectory data = DataDirectory.open(directory)) {
      ObjectStore store = data.store(START, HISTORY, Syncing.SYSTEM, 2_000);
      run(store, new Random(3), 300, new AtomicLong());
      return lines(store);
    }
  }

  private void fill(int changes) {
    try (DataDirectory data = DataDirectory.open(directory)) {
      ObjectStore store = data.store(START, HISTORY);
      for (int each = 0; each < changes; each++) {
        put(store, "n" + each);
      }
    }
  }

  private List<String> recovered() {
    try (DataDirectory data = DataDirectory.open(directory)) {
      return lines(data.store(START, HISTORY, UNSYNCED, NEVER));
    }
  }

  private Path only(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found =
          files.filter(each -> each.getFileName().toString().startsWith(prefix)).toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }

  private static void copy(Path from, Path copies, AtomicLong acknowledged, List<Crash> crashes)
      throws IOException {
    synchronized (crashes) {
      long before = acknowledged.get();
      Path to = Files.createDirectory(copies.resolve("" + copies.toFile().list().length));
      try (Stream<Path> files = Files.list(from)) {
        for (Path each : files.toList()) {
          Files.copy(each, to.resolve(each.getFileName()));
        }
        crashes.add(new Crash(to, before, acknowledged.get()));
      } catch (NoSuchFileException _) {
        // A snapshot was finished meanwhile: what was copied is no moment's state.
        assertThat(to).exists();
      }
    }
  }

  private static void run(ObjectStore store, Random random, int changes, AtomicLong acknowledged) {
    for (int each = 0; each < changes; each++) {
      Key key = key("n" + random.nextInt(12));
      boolean removes = random.nextInt(3) == 0;
      store.write(transaction -> {
        StoredObject there = transaction.now().get(key).orElse(null);
        return there != null && removes
            ? transaction.remove(key, there.content())
            : transaction.put(key, object("v" + transaction.now().revision()));
      });
      acknowledged.set(store.latest().revision());
    }
  }

  private static List<String> lines(ObjectStore store) {
    return store.latest().all().stream()
        .map(each -> each.key() + " " + each.revision() + " " + each.labels() + each.content())
        .toList();
  }

  private static StoredObject put(ObjectStore store, String name) {
    return store.write(transaction -> transaction.put(key(name), object(name)));
  }

  private static Key key(String name) {
    return new Key("maps", "a", name);
  }

  private static ObjectNode object(String value) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.putObject("metadata").putObject("labels").put("v", value);
    return object.put("apiVersion", "v1");
  }

  private static String failure(Runnable task) {
    try {
      task.run();
      return "none";
    } catch (RuntimeException failure) {
      return String.valueOf(failure.getMessage());
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    Waiting.throughInterrupts(() -> {
      latch.await();
      return latch;
    });
  }

  /** A copy of the directory, and what was acknowledged before and after it was made. */
  private record Crash(Path copy, long before, long after) {}
}
