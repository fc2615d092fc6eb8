package dev.picket.lab.access;

import dev.picket.lab.resource.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets somebody act as somebody else, if he may {@code impersonate} him. */
final class Impersonation {

  private static final String GROUP = "authentication.k8s.io";

  private final Rbac rbac;

  Impersonation(Rbac rbac) {
    this.rbac = rbac;
  }

  /**
   * Who the request is to be taken for.
   *
   * @throws StatusException 403 when that is not allowed, 500 when no user is named
   */
  Requester as(Requester requester, Credentials credentials) {
    if (!credentials.impersonates()) {
      return requester;
    }
    if (credentials.user().isEmpty()) {
      throw StatusException.internal(
          "requested impersonation of groups, a uid or extra fields without impersonating a user");
    }
    Optional<List<String>> account = ServiceAccounts.parts(credentials.user());
    account.ifPresentOrElse(
        parts ->
            rbac.require(
                new Question(
                    requester,
                    "impersonate",
                    "",
                    "serviceaccounts",
                    "",
                    parts.get(0),
                    parts.get(1),
                    "")),
        () -> require(requester, "", "users", "", credentials.user()));
    credentials.groups().forEach(each -> require(requester, "", "groups", "", each));
    if (!credentials.uid().isEmpty()) {
      require(requester, GROUP, "uids", "", credentials.uid());
    }
    for (Map.Entry<String, List<String>> each : credentials.extra().entrySet()) {
      each.getValue()
          .forEach(value -> require(requester, GROUP, "userextras", each.getKey(), value));
    }
    return new Requester(
        credentials.user(), credentials.uid(), groups(credentials, account), credentials.extra());
  }

  private void require(
      Requester requester, String group, String resource, String subresource, String name) {
    rbac.require(
        new Question(requester, "impersonate", group, resource, subresource, "", name, ""));
  }

  private static List<String> groups(Credentials credentials, Optional<List<String>> account) {
    List<String> groups = new ArrayList<>(credentials.groups());
    if (groups.isEmpty() && account.isPresent()) {
      groups.addAll(ServiceAccounts.groups(account.get().get(0)));
    }
    boolean anonymous = credentials.user().equals(Requester.ANONYMOUS.name());
    String everyone = anonymous ? Requester.UNAUTHENTICATED : Requester.AUTHENTICATED;
    if (!groups.contains(Requester.UNAUTHENTICATED) && !groups.contains(everyone)) {
      groups.add(everyone);
    }
    return groups;
  }
}
