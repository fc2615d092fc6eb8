package dev.picket.lab.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import java.util.List;
import java.util.Map;

/**
 * Who asks.
 *
 * @param name such as {@code admin} or {@code system:serviceaccount:shop:default}
 * @param uid of the user; empty when there is none
 * @param groups that the user is in
 * @param extra what else is known of the user, by key
 */
public record Requester(
    String name, String uid, List<String> groups, Map<String, List<String>> extra) {

  /** The group of those who may do everything. */
  public static final String MASTERS = "system:masters";

  /** The group of everyone who is known. */
  static final String AUTHENTICATED = "system:authenticated";

  /** The group of everyone who is not. */
  static final String UNAUTHENTICATED = "system:unauthenticated";

  /** May do everything. */
  public static final Requester ADMIN =
      new Requester("admin", "", List.of(MASTERS, AUTHENTICATED), Map.of());

  /** What the lab does itself. */
  public static final Requester LAB =
      new Requester("system:lab", "", List.of(MASTERS, AUTHENTICATED), Map.of());

  /** Whoever shows no credential. */
  public static final Requester ANONYMOUS =
      new Requester("system:anonymous", "", List.of(UNAUTHENTICATED), Map.of());

  public Requester {
    groups = List.copyOf(groups);
    extra = Map.copyOf(extra);
  }

  /** As a UserInfo of authentication.k8s.io. */
  public ObjectNode userInfo() {
    ObjectNode info = Json.object().put("username", name);
    if (!uid.isEmpty()) {
      info.put("uid", uid);
    }
    if (!groups.isEmpty()) {
      groups.forEach(info.putArray("groups")::add);
    }
    if (!extra.isEmpty()) {
      ObjectNode further = info.putObject("extra");
      extra.forEach((key, values) -> values.forEach(further.withArrayProperty(key)::add));
    }
    return info;
  }
}
