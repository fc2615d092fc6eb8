package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Revisions, and who wins. */
@Heading("Storage and concurrency")
final class StorageFacts {

  private StorageFacts() {}

  @Fact("a stale update is a Conflict")
  static void staleUpdate(Place place) {
    String stale = place.create("configmaps", "{metadata:{name:'a'}}").revision();
    place.merge("configmaps/a", "{data:{k:'1'}}").is(200);
    place
        .put("configmaps/a", "{metadata:{name:'a',resourceVersion:'%s'}}".formatted(stale))
        .is(409, "Conflict")
        .says(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified;"
                + " please apply your changes to the latest version and try again")
        .has("/details/name", "a")
        .has("/details/kind", "configmaps");
  }

  @Fact("an update without a resourceVersion replaces whatever is there")
  static void unconditionalUpdate(Place place) {
    place.create("configmaps", "{metadata:{name:'a'},data:{k:'1'}}");
    place.put("configmaps/a", "{metadata:{name:'a'},data:{k:'2'}}").is(200).has("/data", "{k:'2'}");
  }

  @Fact("a Lease is not updated without a resourceVersion")
  static void unconditionalLease(Place place) {
    place.create("coordination.k8s.io/v1/leases", "{metadata:{name:'a'}}");
    place
        .put("coordination.k8s.io/v1/leases/a", "{metadata:{name:'a'}}")
        .invalid(
            "metadata.resourceVersion", "FieldValueInvalid", "must be specified for an update");
  }

  @Fact("every change has a greater resourceVersion")
  static void revisionsGrow(Place place) {
    long first = Long.parseLong(place.create("configmaps", "{metadata:{name:'a'}}").revision());
    long second = Long.parseLong(place.merge("configmaps/a", "{data:{k:'1'}}").revision());
    long third = Long.parseLong(place.create("configmaps", "{metadata:{name:'b'}}").revision());
    assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
  }

  @Fact("an update that changes nothing keeps the resourceVersion")
  static void unchangedUpdate(Place place) {
    place.create("configmaps", "{metadata:{name:'a'},data:{k:'1'}}");
    String before = place.get("configmaps/a").revision();
    Answer same = place.merge("configmaps/a", "{data:{k:'1'}}").is(200);
    assertThat(same.revision()).isEqualTo(before);
  }

  @Fact("the second object of one name AlreadyExists")
  static void duplicate(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place
        .post("configmaps", "{metadata:{name:'a'}}")
        .is(409, "AlreadyExists")
        .says("configmaps \"a\" already exists")
        .has("/details", "{name:'a',kind:'configmaps'}");
  }

  @Fact("of concurrent updates from one revision exactly one wins")
  static void oneWinner(Place place) {
    Answer lease = place.create("coordination.k8s.io/v1/leases", "{metadata:{name:'a'}}");
    String body =
        "{metadata:{name:'a',resourceVersion:'%s'},spec:{holderIdentity:'%%d'}}"
            .formatted(lease.revision());
    AtomicInteger won = new AtomicInteger();
    AtomicInteger lost = new AtomicInteger();
    atOnce(
        8,
        each ->
            count(place.put("coordination.k8s.io/v1/leases/a", body.formatted(each)), won, lost));
    assertThat(won).hasValue(1);
    assertThat(lost).hasValue(7);
  }

  @Fact("of concurrent creations of one name exactly one wins")
  static void oneCreator(Place place) {
    String path = place.path("configmaps");
    AtomicInteger won = new AtomicInteger();
    AtomicInteger lost = new AtomicInteger();
    atOnce(8, _ -> count(place.post(path, "{metadata:{name:'a'}}"), won, lost));
    assertThat(won).hasValue(1);
    assertThat(lost).hasValue(7);
  }

  private static void count(Answer answer, AtomicInteger won, AtomicInteger lost) {
    switch (answer.status()) {
      case 200, 201 -> won.incrementAndGet();
      case 409 -> lost.incrementAndGet();
      default -> throw new AssertionError(answer.told());
    }
  }

  private static void atOnce(int times, java.util.function.IntConsumer work) {
    List<Thread> threads = new ArrayList<>();
    for (int each = 0; each < times; each++) {
      int number = each;
      threads.add(Thread.ofVirtual().name("at-once-" + each).start(() -> work.accept(number)));
    }
    try {
      for (Thread each : threads) {
        each.join();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Fact("concurrent merge patches of different keys are all kept")
  static void concurrentPatches(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    String path = place.path("configmaps/a");
    atOnce(8, each -> place.merge(path, "{data:{k%d:'v'}}".formatted(each)).is(200));
    assertThat(place.get(path).at("/data")).hasSize(8);
  }

  @Fact("a patch that names an old resourceVersion is a Conflict")
  static void stalePatch(Place place) {
    String stale = place.create("configmaps", "{metadata:{name:'a'}}").revision();
    place.merge("configmaps/a", "{data:{k:'1'}}").is(200);
    place
        .merge("configmaps/a", "{metadata:{resourceVersion:'%s'},data:{k:'2'}}".formatted(stale))
        .is(409, "Conflict");
    place.get("configmaps/a").has("/data", "{k:'1'}");
  }

  @Fact("an update that names another uid is a Conflict that tells of the precondition")
  static void otherUid(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place
        .put("configmaps/a", "{metadata:{name:'a',uid:'b2c1ae7e-0000-4000-8000-000000000000'}}")
        .is(409, "Conflict")
        .mentions("Precondition failed: UID in precondition: b2c1ae7e-0000-4000-8000-000000000000");
  }

  @Fact("a get with resourceVersion 0 answers")
  static void getFromCache(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place.until("it is seen", () -> place.get("configmaps/a?resourceVersion=0").status() == 200);
  }

  @Fact("an update with a resourceVersion that is no number is an error")
  static void wordAsRevision(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place
        .put("configmaps/a", "{metadata:{name:'a',resourceVersion:'x'}}")
        .is(500)
        .says("strconv.ParseUint: parsing \"x\": invalid syntax");
  }
}
