package dev.picket.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Request bodies in the genuine formats, about 1 KB an event, each event with an identity of its
 * own as newer Falco builds and the API server give it. For one thread.
 */
final class Payloads {

  /** How many problems the repeats are spread over. */
  static final int KNOWN_PROBLEMS = 1_000;

  private static final Template FALCO =
      new Template(
          """
          {"hostname":"node-7","output":"@TIME: Notice A shell was spawned in a container with an \
          attached terminal (evt_type=execve user=root user_uid=0 user_loginuid=-1 process=bash \
          proc_exepath=/usr/bin/bash parent=containerd-shim command=bash terminal=34816 \
          container_id=3f9a1c77b2de container_name=web k8s_ns=bench k8s_pod_name=@NAME)",\
          "priority":"Warning","rule":"Terminal shell in container","source":"syscall",\
          "tags":["T1059","container","maturity_stable","mitre_execution","shell"],"time":"@TIME",\
          "uuid":"@UUID","output_fields":{"container.id":"3f9a1c77b2de",\
          "container.image.repository":"registry.example/shop/web","container.image.tag":"1.4.2",\
          "container.name":"web","evt.arg.flags":"EXE_WRITABLE|EXE_LOWER_LAYER","evt.type":\
          "execve","k8s.ns.name":"bench","k8s.pod.name":"@NAME","proc.cmdline":"bash",\
          "proc.exepath":"/usr/bin/bash","proc.name":"bash","proc.pname":"containerd-shim",\
          "proc.tty":34816,"user.loginuid":-1,"user.name":"root","user.uid":0}}\
          """);

  private static final Template AUDIT =
      new Template(
          """
          {"level":"Metadata","auditID":"@UUID","stage":"ResponseComplete","requestURI":\
          "/api/v1/namespaces/bench/pods/@NAME","verb":"delete","user":{"username":\
          "system:serviceaccount:ci:deployer","uid":"0f5a4c3e-9a43-4c63-9f0f-2b6e6f1c7a55",\
          "groups":["system:serviceaccounts","system:serviceaccounts:ci","system:authenticated"]},\
          "sourceIPs":["10.42.0.17"],"userAgent":"kubectl/v1.33.1 (linux/amd64) kubernetes/8adc0f0",\
          "objectRef":{"resource":"pods","namespace":"bench","name":"@NAME","apiVersion":"v1"},\
          "responseStatus":{"metadata":{},"code":200},"requestReceivedTimestamp":"@TIME",\
          "stageTimestamp":"@TIME","annotations":{"authorization.k8s.io/decision":"allow",\
          "authorization.k8s.io/reason":"RBAC: allowed by ClusterRoleBinding \\"deployer\\" of \
          ClusterRole \\"edit\\" to ServiceAccount \\"deployer/ci\\""}}\
          """);

  private final RandomGenerator random;
  private final String run;
  private final double repeats;
  private final StringBuilder text = new StringBuilder(2_048);

  /**
   * @param run tells this run's problems from another's; part of each resource's name
   * @param repeats share of events that report one of {@link #KNOWN_PROBLEMS}, 0 to 1
   */
  Payloads(RandomGenerator random, String run, double repeats) {
    this.random = random;
    this.run = run;
    this.repeats = repeats;
  }

  /** One Falco event. */
  byte[] falco() {
    text.setLength(0);
    append(FALCO);
    return bytes();
  }

  /** An audit EventList. */
  byte[] audit(int events) {
    text.setLength(0);
    text.append("{\"kind\":\"EventList\",\"apiVersion\":\"audit.k8s.io/v1\",\"metadata\":{},")
        .append("\"items\":[");
    for (int i = 0; i < events; i++) {
      text.append(i == 0 ? "" : ",");
      append(AUDIT);
    }
    text.append("]}");
    return bytes();
  }

  private void append(Template template) {
    template.append(text, Instant.now().toString(), resourceName(), uuid());
  }

  private byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private String resourceName() {
    if (repeats > 0 && random.nextDouble() < repeats) {
      return "web-" + run + "-known-" + random.nextInt(KNOWN_PROBLEMS);
    }
    return "web-" + run + "-" + Long.toHexString(random.nextLong());
  }

  private String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  /** A text with places for a time, a name and a uuid; filling it in costs next to nothing. */
  private static final class Template {

    private static final Pattern PLACE =
        Pattern.compile("(?<=@TIME|@NAME|@UUID)|(?=@TIME|@NAME|@UUID)");

    private final String[] parts;

    Template(String text) {
      this.parts = PLACE.split(text, -1);
    }

    void append(StringBuilder out, String time, String name, String uuid) {
      for (String part : parts) {
        out.append(
            switch (part) {
              case "@TIME" -> time;
              case "@NAME" -> name;
              case "@UUID" -> uuid;
              default -> part;
            });
      }
    }
  }
}
