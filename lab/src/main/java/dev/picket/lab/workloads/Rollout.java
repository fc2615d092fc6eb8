package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Metadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Deployment and its ReplicaSets as one look found them, and the arithmetic of a rollout.
 *
 * @param deployment never changed
 * @param newest the ReplicaSet of the Deployment's template; empty when there is none
 * @param old the others, by age
 */
record Rollout(ObjectNode deployment, Optional<ObjectNode> newest, List<ObjectNode> old) {

  static final String HASH = "pod-template-hash";
  static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
  static final String MAXIMUM = "deployment.kubernetes.io/max-replicas";

  static final Comparator<ObjectNode> BY_AGE =
      Comparator.comparing((ObjectNode each) -> Metadata.created(each))
          .thenComparing(Metadata::name);

  static Rollout of(ObjectNode deployment, List<ObjectNode> sets) {
    List<ObjectNode> byAge = sets.stream().sorted(BY_AGE).toList();
    JsonNode template = deployment.path("spec").path("template");
    Optional<ObjectNode> newest =
        byAge.stream().filter(each -> withoutHash(each).equals(template)).findFirst();
    List<ObjectNode> old = new ArrayList<>(byAge);
    newest.ifPresent(old::remove);
    return new Rollout(deployment, newest, old);
  }

  /** The template of a ReplicaSet as its Deployment has it. */
  static JsonNode withoutHash(JsonNode set) {
    JsonNode template = set.path("spec").path("template");
    if (template.deepCopy() instanceof ObjectNode copy) {
      copy.withObjectProperty("metadata").withObjectProperty("labels").remove(HASH);
      return copy;
    }
    return template;
  }

  JsonNode spec() {
    return deployment.path("spec");
  }

  int wanted() {
    return spec().path("replicas").asInt(1);
  }

  boolean paused() {
    return spec().path("paused").asBoolean();
  }

  boolean rolling() {
    return !spec().path("strategy").path("type").asText().equals("Recreate");
  }

  int maxSurge() {
    return rolling()
        ? Counts.scaled(
            spec().path("strategy").path("rollingUpdate").path("maxSurge"), wanted(), true)
        : 0;
  }

  /** How many may be missing; one when neither surge nor absence would let it get on. */
  int maxUnavailable() {
    if (!rolling() || wanted() == 0) {
      return 0;
    }
    JsonNode share = spec().path("strategy").path("rollingUpdate").path("maxUnavailable");
    int unavailable = Counts.scaled(share, wanted(), false);
    return Math.min(maxSurge() == 0 && unavailable == 0 ? 1 : unavailable, wanted());
  }

  List<ObjectNode> all() {
    return Stream.concat(old.stream(), newest.stream()).toList();
  }

  List<ObjectNode> active(List<ObjectNode> sets) {
    return sets.stream().filter(each -> replicas(each) > 0).toList();
  }

  static int replicas(JsonNode set) {
    return set.path("spec").path("replicas").asInt();
  }

  static int status(JsonNode set, String field) {
    return set.path("status").path(field).asInt();
  }

  static int sum(List<ObjectNode> sets) {
    return sets.stream().mapToInt(Rollout::replicas).sum();
  }

  static int sum(List<ObjectNode> sets, String field) {
    return sets.stream().mapToInt(each -> status(each, field)).sum();
  }

  /** How many the newest may have now, if others exist. */
  int newestReplicas(int current) {
    if (!rolling()) {
      return wanted();
    }
    int total = sum(all());
    int most = wanted() + maxSurge();
    return total >= most ? current : current + Math.min(most - total, wanted() - current);
  }

  /** How many a set gets of what is to be added to all, or taken from them. */
  int proportion(ObjectNode set, int toAdd, int added) {
    int replicas = replicas(set);
    if (replicas == 0 || toAdd == 0 || toAdd == added) {
      return 0;
    }
    int allowed = toAdd - added;
    int fraction = fraction(set, replicas);
    return toAdd > 0 ? Math.min(fraction, allowed) : Math.max(fraction, allowed);
  }

  private int fraction(ObjectNode set, int replicas) {
    if (wanted() == 0) {
      return -replicas;
    }
    String noted = Metadata.annotation(set, MAXIMUM);
    int before =
        noted.matches("\\d{1,9}") && !noted.equals("0")
            ? Integer.parseInt(noted)
            : Math.max(1, status(deployment, "replicas"));
    double size = (double) replicas * (wanted() + maxSurge()) / before;
    return (int) Math.round(size) - replicas;
  }

  /** Whether everything that is wanted is there, new and available. */
  boolean saturated() {
    return newest
        .filter(each -> replicas(each) == wanted())
        .filter(each -> Metadata.annotation(each, DESIRED).equals(Integer.toString(wanted())))
        .filter(each -> status(each, "availableReplicas") == wanted())
        .isPresent();
  }

  /** The only active set, or if none is, the newest; empty when there are several. */
  Optional<ObjectNode> onlyActive() {
    List<ObjectNode> active = active(all());
    if (active.size() > 1) {
      return Optional.empty();
    }
    if (active.size() == 1) {
      return Optional.of(active.getFirst());
    }
    return newest.isPresent() || old.isEmpty() ? newest : Optional.of(old.getLast());
  }
}
