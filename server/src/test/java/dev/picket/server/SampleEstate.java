package dev.picket.server;

import dev.picket.observation.Category;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.InMemoryObservationStore;
import dev.picket.observation.Occurrence;
import dev.picket.observation.Resource;
import dev.picket.observation.Severity;
import dev.picket.observation.Submission;
import dev.picket.observation.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** A day in the life of a shop's cluster: the same Observations every time, for pictures. */
final class SampleEstate {

  static final Instant NOW = Instant.parse("2026-11-22T14:20:00Z");

  private static final String SHELL =
      """
      {"output":"14:18:12.441: Warning A shell was spawned in a container with an attached terminal",\
      "process":{"name":"bash","parent":"runc","command":"bash -i","pid":48213,"terminal":34816,\
      "arguments":["-i"]},"user":{"name":"root","uid":0,"loginuid":-1},\
      "container":{"id":"1f3c9a7be2d4","image":"registry.example/shop/checkout:2.14.1",\
      "privileged":false},"tags":["container","shell","mitre_execution","T1059"],\
      "falco":{"hostname":"node-3","source":"syscall","version":"0.41.0"}}\
      """;

  private final InMemoryObservationStore store;
  private final Random random = new Random(20261122);

  private SampleEstate(InMemoryObservationStore store) {
    this.store = store;
  }

  /** Fills the store; the id of the Observation that makes a good picture. */
  static String fill(InMemoryObservationStore store) {
    return new SampleEstate(store).fill();
  }

  private String fill() {
    history();
    findings();
    Occurrence shell =
        falco(
            Severity.CRITICAL,
            "Terminal shell in container",
            "Shell with a terminal in checkout-7c9f6d8b5-x2lqp, run by root",
            new Resource("v1", "Pod", "shop", "checkout-7c9f6d8b5-x2lqp"),
            SHELL);
    seen(shell, Duration.ofMinutes(52), 6);
    seen(shell, Duration.ofMinutes(2), 1);
    return Fingerprint.of(shell).hex();
  }

  private void findings() {
    seen(
        audit(
            "secret_access",
            Severity.HIGH,
            "system:serviceaccount:ci:runner read Secret payments-api-key",
            new Resource("v1", "Secret", "payments", "payments-api-key")),
        Duration.ofMinutes(4),
        12);
    seen(
        falco(
            Severity.HIGH,
            "Contact K8S API Server From Container",
            "curl in report-worker-0 contacted the Kubernetes API server",
            new Resource("v1", "Pod", "analytics", "report-worker-0"),
            "{}"),
        Duration.ofMinutes(7),
        3);
    seen(
        audit(
            "rbac_change",
            Severity.CRITICAL,
            "ClusterRoleBinding debug-admin grants cluster-admin to user dana",
            new Resource("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "", "debug-admin")),
        Duration.ofMinutes(11),
        1);
    seen(
        generic(
            "trivy",
            Category.SECURITY,
            Severity.CRITICAL,
            "CVE-2026-31337",
            "CVE-2026-31337 in openssl 3.0.11, fixed in 3.0.14",
            new Resource("apps/v1", "Deployment", "shop", "storefront")),
        Duration.ofMinutes(18),
        9);
    seen(
        generic(
            "backup",
            Category.OPERATIONS,
            Severity.MEDIUM,
            "backup-overdue",
            "No backup of orders-db for 26 hours",
            new Resource("apps/v1", "StatefulSet", "shop", "orders-db")),
        Duration.ofMinutes(23),
        27);
    seen(
        falco(
            Severity.MEDIUM,
            "Read sensitive file untrusted",
            "/etc/shadow opened for reading by vim in toolbox",
            new Resource("v1", "Pod", "platform", "toolbox"),
            "{}"),
        Duration.ofMinutes(34),
        2);
    seen(
        generic(
            "kyverno",
            Category.COMPLIANCE,
            Severity.MEDIUM,
            "require-requests-limits",
            "Containers without memory limits in cart",
            new Resource("apps/v1", "Deployment", "shop", "cart")),
        Duration.ofMinutes(41),
        148);
    seen(
        audit(
            "exec",
            Severity.MEDIUM,
            "User lee opened a shell in pod ledger-0 through exec",
            new Resource("v1", "Pod", "payments", "ledger-0")),
        Duration.ofMinutes(48),
        4);
    seen(
        generic(
            "kyverno",
            Category.COMPLIANCE,
            Severity.LOW,
            "disallow-latest-tag",
            "Image tag latest in cronjob nightly-report",
            new Resource("batch/v1", "CronJob", "analytics", "nightly-report")),
        Duration.ofMinutes(66),
        31);
    seen(
        generic(
            "probe",
            Category.PERFORMANCE,
            Severity.HIGH,
            "slow-answer",
            "storefront answers in 1.9 s, expected within 500 ms",
            new Resource("v1", "Service", "shop", "storefront")),
        Duration.ofMinutes(71),
        88);
    seen(
        generic(
            "costs",
            Category.COST,
            Severity.INFO,
            "idle-volume",
            "Volume old-search-data has not been mounted for 30 days",
            new Resource("v1", "PersistentVolumeClaim", "search", "old-search-data")),
        Duration.ofHours(2),
        1);
    Occurrence known =
        generic(
            "trivy",
            Category.SECURITY,
            Severity.HIGH,
            "CVE-2025-11023",
            "CVE-2025-11023 in busybox 1.36.1, no fix yet",
            new Resource("apps/v1", "DaemonSet", "platform", "node-agent"));
    seen(known, Duration.ofHours(3), 14);
    store.apply(
        Fingerprint.of(known),
        new Transition.Suppress(
            "No fix upstream; not reachable from outside. See SEC-412.",
            NOW.plus(Duration.ofDays(12))),
        NOW.minus(Duration.ofHours(1)));
  }

  /** What the day brought before, so that the timeline has a shape. */
  private void history() {
    List<String> workloads = List.of("cart", "checkout", "search", "ledger", "gateway", "mailer");
    for (int each = 0; each < 230; each++) {
      int hour = hour();
      Severity severity = severity();
      String workload = workloads.get(random.nextInt(workloads.size()));
      Occurrence occurrence =
          generic(
              random.nextBoolean() ? "trivy" : "kyverno",
              Category.SECURITY,
              severity,
              "finding-" + each,
              "Finding " + each + " in " + workload,
              new Resource("apps/v1", "Deployment", "shop", workload));
      seen(occurrence, Duration.ofMinutes(90 + hour * 60L + random.nextInt(60)), 1);
      if (random.nextInt(10) < 7) {
        store.apply(
            Fingerprint.of(occurrence), new Transition.Resolve(), NOW.minus(Duration.ofHours(1)));
      }
    }
  }

  private int hour() {
    double wave = Math.abs(random.nextGaussian());
    return random.nextInt(3) == 0 ? random.nextInt(22) : Math.min(21, (int) (5 + wave * 2.5));
  }

  private Severity severity() {
    int roll = random.nextInt(100);
    if (roll < 4) {
      return Severity.CRITICAL;
    }
    if (roll < 16) {
      return Severity.HIGH;
    }
    if (roll < 45) {
      return Severity.MEDIUM;
    }
    return roll < 80 ? Severity.LOW : Severity.INFO;
  }

  private void seen(Occurrence occurrence, Duration ago, int times) {
    for (int time = times; time > 0; time--) {
      Instant at = NOW.minus(ago).minus(Duration.ofMinutes(7L * (time - 1)));
      store.record(List.of(submission(occurrence, at)));
    }
  }

  private static Submission submission(Occurrence each, Instant at) {
    Occurrence dated =
        new Occurrence(
            each.source(),
            each.category(),
            each.severity(),
            each.eventType(),
            each.rule(),
            each.title(),
            each.resource(),
            each.identity(),
            null,
            at,
            each.details());
    return new Submission(Fingerprint.of(dated), dated, at, Duration.ofDays(14));
  }

  private static Occurrence falco(
      Severity severity, String rule, String title, Resource resource, String details) {
    return occurrence(
        "falco", Category.SECURITY, severity, "runtime_security", rule, title, resource, details);
  }

  private static Occurrence audit(
      String eventType, Severity severity, String title, Resource resource) {
    return occurrence("audit", Category.SECURITY, severity, eventType, "", title, resource, "{}");
  }

  private static Occurrence generic(
      String source,
      Category category,
      Severity severity,
      String rule,
      String title,
      Resource resource) {
    return occurrence(source, category, severity, "finding", rule, title, resource, "{}");
  }

  private static Occurrence occurrence(
      String source,
      Category category,
      Severity severity,
      String eventType,
      String rule,
      String title,
      Resource resource,
      String details) {
    return new Occurrence(
        source,
        category,
        severity,
        eventType,
        rule,
        title,
        resource,
        new TreeMap<>(),
        null,
        NOW,
        details);
  }
}
