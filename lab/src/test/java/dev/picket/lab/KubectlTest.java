package dev.picket.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** kubectl's everyday commands, with the kubectl that is on PATH. */
@Tag("kubectl")
@Timeout(120)
final class KubectlTest {

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, labels: {app: web}}
      spec:
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
            - name: c
              image: nginx:1
              env: [{name: A, value: "1"}, {name: B, value: "2"}]
      """;

  private static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: crontabs.stable.e.dev}
      spec:
        group: stable.e.dev
        scope: Namespaced
        names: {plural: crontabs, kind: CronTab, shortNames: [ct]}
        versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec:
                  type: object
                  description: What to run, and when.
                  required: [schedule]
                  properties:
                    schedule: {type: string, description: In the form of cron.}
                    replicas: {type: integer}
                status:
                  type: object
                  x-kubernetes-preserve-unknown-fields: true
          subresources:
            status: {}
            scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}
          additionalPrinterColumns:
          - {name: Schedule, type: string, jsonPath: .spec.schedule}
          - {name: Ready, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].status'}
          - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
      """;

  private static final String CRON_TAB =
      """
      apiVersion: stable.e.dev/v1
      kind: CronTab
      metadata: {name: x}
      spec: {schedule: hourly, replicas: 1}
      """;

  @TempDir private Path home;
  private final LabServer lab = Labs.started(LabSettings.DEFAULTS);

  private Optional<Kubectl> found = Optional.empty();

  @BeforeEach
  void find() throws IOException {
    found = Kubectl.find(lab, home);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void itIsToldWhatThereIs() {
    script(kubectl -> {
      assertThat(kubectl.run("version")).contains("Server Version: v1.33");
      assertThat(kubectl.run("cluster-info")).contains("control plane is running at");
      assertThat(kubectl.run("api-versions").lines()).contains("apps/v1", "autoscaling/v2", "v1");
      assertThat(kubectl.run("api-resources", "-o", "wide"))
          .containsPattern("deployments +deploy +apps/v1 +true +Deployment +create,delete")
          .containsPattern("horizontalpodautoscalers +hpa +autoscaling/v2");
      assertThat(kubectl.run("api-resources", "--categories=all", "-o", "name").lines())
          .contains("pods", "deployments.apps")
          .doesNotContain("configmaps");
    });
  }

  @Test
  void appliesAndTheirDifferences() {
    script(kubectl -> {
      String first = kubectl.file("first.yaml", DEPLOYMENT);
      String next =
          kubectl.file(
              "next.yaml",
              DEPLOYMENT.replace("nginx:1", "nginx:2").replace("{name: A, value: \"1\"}, ", ""));
      assertThat(kubectl.run("apply", "-f", first)).isEqualTo("deployment.apps/web created\n");
      assertThat(kubectl.run("apply", "-f", first)).contains("web unchanged");
      assertThat(kubectl.result("diff", "-f", first).exit()).isZero();
      Kubectl.Result difference = kubectl.result("diff", "-f", next);
      assertThat(difference.exit()).isEqualTo(1);
      assertThat(difference.out()).contains("-        image: nginx:1", "+        image: nginx:2");
      kubectl.run("set", "env", "deploy/web", "C=3");
      assertThat(kubectl.run("apply", "-f", next)).contains("web configured");
      assertThat(kubectl.run("get", "deploy", "web", "-o", "jsonpath={..env[*].name}"))
          .contains("B", "C")
          .doesNotContain("A");
      assertThat(kubectl.run("apply", "-f", first, "--dry-run=server"))
          .contains("configured (server dry run)");
      kubectl.run("set", "image", "deploy/web", "c=nginx:3");
      assertThat(kubectl.failure("apply", "--server-side", "-f", first)).contains("conflict");
      assertThat(kubectl.run("apply", "--server-side", "--force-conflicts", "-f", first))
          .contains("serverside-applied");
    });
  }

  @Test
  void validationBeforeAndOnTheServer() {
    script(kubectl -> {
      String wrong = kubectl.file("wrong.yaml", DEPLOYMENT.replace("replicas:", "copies:"));
      assertThat(kubectl.failure("create", "-f", wrong, "--validate=strict"))
          .contains("unknown field \"spec.copies\"");
      assertThat(kubectl.result("create", "-f", wrong, "--validate=warn").err())
          .contains("Warning: unknown field \"spec.copies\"");
      String mistyped =
          kubectl.file("mistyped.yaml", DEPLOYMENT.replace("replicas: 2", "replicas: many"));
      assertThat(kubectl.failure("apply", "-f", mistyped)).contains("replicas");
    });
  }

  @Test
  void everyFormOfGet() {
    script(kubectl -> {
      kubectl.run("apply", "-f", kubectl.file("d.yaml", DEPLOYMENT));
      assertThat(kubectl.run("get", "deploy").lines().skip(1))
          .singleElement()
          .asString()
          .matches("web +0/2 +0 +0 +\\d+s");
      assertThat(kubectl.run("get", "deploy", "-o", "wide"))
          .containsPattern("CONTAINERS +IMAGES +SELECTOR")
          .containsPattern("c +nginx:1 +app=web");
      assertThat(kubectl.run("get", "deploy", "web", "-o", "yaml")).contains("image: nginx:1");
      assertThat(kubectl.run("get", "deploy", "-o", "json")).contains("\"kind\": \"List\"");
      assertThat(kubectl.run("get", "deploy", "-o", "name")).isEqualTo("deployment.apps/web\n");
      assertThat(kubectl.run("get", "deploy", "web", "-o", "jsonpath={.spec.replicas}"))
          .isEqualTo("2");
      assertThat(
              kubectl.run("get", "deploy", "-o", "custom-columns=N:.metadata.name", "-A").lines())
          .containsExactly("N", "web");
      assertThat(kubectl.run("get", "deploy", "web", "-o", "go-template={{.kind}}"))
          .isEqualTo("Deployment");
      assertThat(kubectl.run("get", "deploy,ns", "-A")).contains("namespace/default");
      assertThat(kubectl.run("get", "deploy", "--show-labels")).contains("app=web");
      assertThat(kubectl.run("get", "ns", "--sort-by=.metadata.name", "-o", "name").lines())
          .startsWith("namespace/default");
      assertThat(kubectl.run("get", "deploy", "-l", "app in (web)", "-o", "name")).isNotEmpty();
      assertThat(kubectl.run("get", "deploy", "-l", "app!=web", "-o", "name")).isEmpty();
      assertThat(kubectl.failure("get", "deploy", "-l", "app in")).contains("expected: '('");
      assertThat(kubectl.run("get", "ns", "--chunk-size=1", "-o", "name").lines()).hasSize(4);
    });
  }

  @Test
  void fieldsSelect() {
    script(kubectl -> {
      kubectl.run("run", "a", "--image=x", "--restart=Never");
      kubectl.run("run", "b", "--image=x");
      assertThat(names(kubectl, "pods", "spec.restartPolicy=Never")).isEqualTo("pod/a\n");
      assertThat(names(kubectl, "pods", "status.phase=Pending,metadata.name!=a"))
          .isEqualTo("pod/b\n");
      assertThat(names(kubectl, "pods", "spec.nodeName=n1")).isEmpty();
      assertThat(kubectl.failure("get", "pods", "--field-selector=spec.x=y"))
          .contains("field label not supported: spec.x");
      assertThat(kubectl.failure("get", "cm", "--field-selector=data=y"))
          .contains("\"data\" is not a known field selector: only \"metadata.name\"");
      kubectl.run("delete", "pods", "--field-selector=metadata.name=a", "--now");
      assertThat(kubectl.run("get", "pods", "-o", "name")).isEqualTo("pod/b\n");
    });
  }

  private static String names(Kubectl kubectl, String resource, String selector) {
    return kubectl.run("get", resource, "-o", "name", "--field-selector=" + selector);
  }

  @Test
  void aWatchPrintsChanges() {
    script(kubectl -> {
      kubectl.run("create", "cm", "a", "--from-literal=k=v");
      try (Kubectl.Running watch =
          kubectl.start("get", "cm", "-w", "--field-selector=metadata.name=a")) {
        assertThat(watch.line()).matches("NAME +DATA +AGE");
        assertThat(watch.line()).matches("a +1 +\\d+s");
        kubectl.run("patch", "cm", "a", "--type=merge", "-p", "{\"data\":{\"l\":\"v\"}}");
        assertThat(watch.line()).matches("a +2 +\\d+s");
        kubectl.run("delete", "cm", "a");
        assertThat(watch.line()).matches("a +2 +\\d+s");
      }
    });
  }

  @Test
  void objectsAreChanged() {
    script(kubectl -> {
      kubectl.run("apply", "-f", kubectl.file("d.yaml", DEPLOYMENT));
      assertThat(kubectl.run("label", "deploy", "web", "x=before")).contains("labeled");
      assertThat(kubectl.run("annotate", "deploy", "web", "x=y")).contains("annotated");
      assertThat(kubectl.run("edit", "deploy", "web")).contains("deployment.apps/web edited");
      assertThat(kubectl.run("get", "deploy", "-l", "x=after", "-o", "name")).isNotEmpty();
      assertThat(kubectl.run("scale", "deploy", "web", "--replicas=5")).contains("scaled");
      assertThat(kubectl.failure("scale", "deploy", "web", "--current-replicas=1", "--replicas=2"))
          .contains("Expected replicas to be 1, was 5");
      kubectl.run("set", "image", "deploy/web", "c=nginx:3");
      kubectl.run(
          "patch",
          "deploy",
          "web",
          "-p",
          "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"c\",\"tty\":true}]}}}}");
      kubectl.run("patch", "deploy", "web", "--type=merge", "-p", "{\"spec\":{\"paused\":true}}");
      kubectl.run(
          "patch",
          "deploy",
          "web",
          "--type=json",
          "-p",
          "[{\"op\":\"remove\",\"path\":\"/metadata/annotations/x\"}]");
      assertThat(
              kubectl.run(
                  "get",
                  "deploy",
                  "web",
                  "-o",
                  "jsonpath={.spec.replicas} {.spec.paused} {..image} {..tty}"))
          .isEqualTo("5 true nginx:3 true");
      assertThat(kubectl.run("get", "deploy", "web", "-o", "jsonpath={.metadata.annotations.x}"))
          .isEmpty();
    });
  }

  @Test
  void whatIsMadeWithoutAFile() {
    script(kubectl -> {
      kubectl.run("create", "ns", "n");
      kubectl.run("create", "deployment", "web", "--image=nginx", "--replicas=2");
      assertThat(kubectl.run("autoscale", "deploy", "web", "--max=5", "--cpu-percent=50"))
          .contains("autoscaled");
      assertThat(kubectl.run("get", "hpa"))
          .containsPattern("web +Deployment/web +cpu: <unknown>/50% +1 +5 +0");
      assertThat(kubectl.run("expose", "deploy", "web", "--port=80")).contains("web exposed");
      assertThat(kubectl.run("get", "svc", "-o", "wide"))
          .containsPattern("web +ClusterIP +\\S+ +<none> +80/TCP +\\d+s +app=web");
      assertThat(kubectl.run("run", "p", "--image=nginx")).contains("pod/p created");
      assertThat(kubectl.run("get", "pods", "-o", "wide"))
          .containsPattern("p +0/1 +Pending +0 +\\d+s +<none> +<none> +<none> +<none>");
      kubectl.run("create", "job", "j", "--image=x");
      assertThat(kubectl.run("get", "jobs")).containsPattern("j +Running +0/1");
      kubectl.run("create", "cronjob", "c", "--image=x", "--schedule=0 0 * * *");
      assertThat(kubectl.run("get", "cj")).containsPattern("c +0 0 \\* \\* \\* +<none> +False +0");
      kubectl.run("create", "role", "r", "--verb=get", "--resource=pods");
      kubectl.run("create", "rolebinding", "b", "--role=r", "--user=u");
      assertThat(kubectl.run("get", "rolebinding", "-o", "wide")).containsPattern("b +Role/r .*u");
      kubectl.run("create", "secret", "generic", "s", "--from-literal=a=b");
      assertThat(kubectl.run("get", "secret", "s")).containsPattern("s +Opaque +1");
      kubectl.run("create", "quota", "q", "--hard=pods=1");
      kubectl.run("create", "ingress", "i", "--rule=a.b/x=svc:80");
      assertThat(kubectl.run("get", "ing")).containsPattern("i +<none> +a.b +80");
      kubectl.run("create", "pdb", "d", "--selector=a=b", "--min-available=1");
      assertThat(kubectl.run("get", "pdb")).containsPattern("d +1 +N/A +0");
    });
  }

  @Test
  void nodesAreTaintedAndCordoned() {
    script(kubectl -> {
      kubectl.run(
          "create",
          "-f",
          kubectl.file("n.yaml", "{apiVersion: v1, kind: Node, metadata: {name: n1}}"));
      assertThat(kubectl.run("taint", "node", "n1", "a=b:NoExecute")).contains("tainted");
      assertThat(kubectl.run("cordon", "n1")).contains("cordoned");
      assertThat(kubectl.run("get", "nodes"))
          .containsPattern("n1 +Unknown,SchedulingDisabled +<none>");
      assertThat(kubectl.run("describe", "node", "n1")).contains("a=b:NoExecute");
      assertThat(kubectl.run("taint", "node", "n1", "a-")).contains("untainted");
    });
  }

  @Test
  void whatIsDescribed() {
    script(kubectl -> {
      kubectl.run("apply", "-f", kubectl.file("d.yaml", DEPLOYMENT));
      assertThat(kubectl.run("describe", "deploy", "web"))
          .contains("RollingUpdateStrategy:", "nginx:1", "2 desired");
      kubectl.run("run", "p", "--image=nginx");
      kubectl.run(
          "create",
          "-f",
          kubectl.file(
              "e.yaml",
              """
              apiVersion: v1
              kind: Event
              metadata: {name: e1, namespace: default}
              involvedObject: {kind: Pod, name: p, namespace: default, apiVersion: v1}
              reason: Pulled
              message: it was pulled
              type: Normal
              """));
      assertThat(kubectl.run("events")).contains("Pulled", "Pod/p", "it was pulled");
      assertThat(kubectl.run("get", "events")).containsPattern("Normal +Pulled +pod/p +it was");
      assertThat(
              kubectl.run("get", "events", "--field-selector=involvedObject.name=q", "-o", "name"))
          .isEmpty();
      assertThat(kubectl.run("describe", "ns", "default")).contains("Status:       Active");
    });
  }

  @Test
  void kindsAreExplained() {
    script(kubectl -> {
      assertThat(kubectl.run("explain", "deploy.spec.template.spec.containers.env"))
          .contains("FIELD: env <[]EnvVar>", "name\t<string> -required-");
      assertThat(kubectl.run("explain", "pod", "--recursive"))
          .contains("  containers\t<[]Container>");
      assertThat(kubectl.run("explain", "events")).contains("involvedObject");
      assertThat(kubectl.run("explain", "events", "--api-version=events.k8s.io/v1"))
          .contains("regarding");
      kubectl.run("apply", "-f", kubectl.file("crd.yaml", DEFINITION));
      kubectl.run("wait", "--for=condition=Established", "crd/crontabs.stable.e.dev");
      assertThat(kubectl.run("explain", "crontabs.spec"))
          .contains("What to run, and when.", "schedule\t<string> -required-");
    });
  }

  @Test
  void customResources() {
    script(kubectl -> {
      kubectl.run("apply", "-f", kubectl.file("crd.yaml", DEFINITION));
      kubectl.run("wait", "--for=condition=Established", "crd/crontabs.stable.e.dev");
      String file = kubectl.file("ct.yaml", CRON_TAB);
      assertThat(kubectl.run("apply", "-f", file)).contains("crontab.stable.e.dev/x created");
      assertThat(kubectl.run("apply", "-f", file)).contains("unchanged");
      kubectl.run(
          "patch",
          "ct",
          "x",
          "--subresource=status",
          "--type=merge",
          "-p",
          "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}");
      assertThat(kubectl.run("get", "ct")).containsPattern("x +hourly +True +\\d+s");
      assertThat(kubectl.run("wait", "--for=condition=Ready", "ct/x")).contains("condition met");
      assertThat(kubectl.run("scale", "ct", "x", "--replicas=3")).contains("scaled");
      assertThat(kubectl.run("get", "ct", "x", "-o", "jsonpath={.spec.replicas}")).isEqualTo("3");
      assertThat(
              kubectl.failure(
                  "apply", "-f", kubectl.file("bad.yaml", CRON_TAB.replace("hourly", "7"))))
          .contains("spec.schedule");
      assertThat(kubectl.run("delete", "crd", "crontabs.stable.e.dev")).contains("deleted");
      assertThat(kubectl.failure("get", "ct")).contains("NotFound");
    });
  }

  @Test
  void whoIsWhoAndMayDoWhat() {
    script(kubectl -> {
      kubectl.run("create", "sa", "s");
      assertThat(kubectl.run("create", "token", "s", "--duration=1h"))
          .matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+\\s*");
      assertThat(kubectl.run("auth", "can-i", "list", "pods")).isEqualTo("yes\n");
      assertThat(kubectl.run("auth", "whoami")).contains("system:masters");
      kubectl.run("create", "role", "r", "--verb=get", "--resource=configmaps");
      kubectl.run("create", "rolebinding", "b", "--role=r", "--serviceaccount=default:s");
      String as = "--as=system:serviceaccount:default:s";
      assertThat(kubectl.run("auth", "can-i", "get", "cm", as)).isEqualTo("yes\n");
      assertThat(kubectl.result("auth", "can-i", "delete", "cm", as).out()).isEqualTo("no\n");
      assertThat(kubectl.failure("get", "secrets", as)).contains("Forbidden");
    });
  }

  @Test
  void deletionsWithEveryCascade() {
    script(kubectl -> {
      for (String cascade : new String[] {"background", "foreground", "orphan"}) {
        kubectl.run("create", "deployment", "web", "--image=nginx");
        assertThat(kubectl.run("delete", "deploy", "web", "--cascade=" + cascade))
            .contains("\"web\" deleted");
        assertThat(kubectl.run("get", "deploy", "-o", "name")).isEmpty();
      }
      kubectl.run("create", "ns", "n");
      kubectl.run("create", "cm", "a", "-n", "n");
      assertThat(kubectl.run("delete", "ns", "n")).contains("deleted");
      assertThat(kubectl.failure("get", "cm", "a", "-n", "n")).contains("NotFound");
      kubectl.run("create", "cm", "a");
      assertThat(kubectl.run("delete", "cm", "a", "--dry-run=server")).contains("dry run");
      assertThat(kubectl.run("delete", "cm", "--all")).contains("\"a\" deleted");
      assertThat(kubectl.failure("delete", "ns", "default")).contains("may not be deleted");
    });
  }

  @Test
  void rolloutsWithNodesThatRunPods() throws IOException {
    try (LabServer living = Labs.started(LabSettings.DEFAULTS.withControllers(true).withNodes(2))) {
      found = Kubectl.find(living, home);
      script(KubectlTest::rollOut);
    }
  }

  private static void rollOut(Kubectl kubectl) {
    kubectl.run("apply", "-f", kubectl.file("d.yaml", DEPLOYMENT));
    assertThat(kubectl.run("rollout", "status", "deploy/web", "--timeout=50s"))
        .contains("successfully rolled out");
    assertThat(kubectl.run("get", "deploy", "web")).containsPattern("web +2/2 +2 +2");
    assertThat(kubectl.run("get", "rs")).containsPattern("web-\\S+ +2 +2 +2");
    assertThat(kubectl.run("get", "pods", "-l", "app=web", "-o", "wide").lines().skip(1))
        .hasSize(2)
        .allMatch(
            each -> each.matches("web-\\S+ +1/1 +Running +0 +\\d+s +\\S+ +\\S+ +<none> +<none> *"));
    assertThat(kubectl.run("wait", "--for=condition=Available", "deploy/web"))
        .contains("condition met");
    kubectl.run("set", "image", "deploy/web", "c=nginx:2");
    kubectl.run("rollout", "status", "deploy/web", "--timeout=50s");
    assertThat(kubectl.run("rollout", "history", "deploy/web")).contains("REVISION", "1 ", "2 ");
    assertThat(kubectl.run("rollout", "history", "deploy/web", "--revision=2")).contains("nginx:2");
    assertThat(kubectl.run("rollout", "undo", "deploy/web")).contains("rolled back");
    kubectl.run("rollout", "status", "deploy/web", "--timeout=50s");
    assertThat(kubectl.run("get", "deploy", "web", "-o", "jsonpath={..image}"))
        .isEqualTo("nginx:1");
    assertThat(kubectl.run("rollout", "restart", "deploy/web")).contains("restarted");
    kubectl.run("rollout", "status", "deploy/web", "--timeout=50s");
    kubectl.run("scale", "deploy/web", "--replicas=3");
    kubectl.run("rollout", "status", "deploy/web", "--timeout=50s");
    assertThat(kubectl.run("get", "pods", "-l", "app=web", "-o", "name").lines()).hasSize(3);
    kubectl.run("expose", "deploy/web", "--port=80");
    assertThat(kubectl.run("wait", "--for=jsonpath={.subsets[0].addresses[2].ip}", "ep/web"))
        .contains("condition met");
    assertThat(kubectl.run("get", "events", "--field-selector=reason=ScalingReplicaSet"))
        .contains("deployment/web");
    assertThat(kubectl.run("describe", "deploy", "web")).contains("3 available", "Scaled up");
    assertThat(kubectl.run("get", "nodes")).containsPattern("lab-node-0 +Ready +<none> +\\d+s");
    assertThat(kubectl.run("drain", "lab-node-0", "--timeout=50s")).contains("drained");
    kubectl.run("rollout", "status", "deploy/web", "--timeout=50s");
    assertThat(kubectl.run("get", "pods", "-o", "jsonpath={..spec.nodeName}"))
        .doesNotContain("lab-node-0");
    assertThat(kubectl.run("uncordon", "lab-node-0")).contains("uncordoned");
    kubectl.run("delete", "deploy", "web");
    kubectl.run("wait", "--for=delete", "pods", "-l", "app=web", "--timeout=50s");
    assertThat(kubectl.run("get", "pods,rs", "-l", "app=web", "-o", "name")).isEmpty();
  }

  private void script(Consumer<Kubectl> commands) {
    if (found.isEmpty()) {
      System.err.println("there is no kubectl on PATH: nothing was tried with it");
    }
    found.ifPresent(commands);
  }
}
