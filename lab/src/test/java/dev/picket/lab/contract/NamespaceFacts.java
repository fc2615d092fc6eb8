package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** Namespaces, from their making to their end. */
@Heading("Namespaces")
final class NamespaceFacts {

  private static final String ALL = "/api/v1/namespaces";

  private NamespaceFacts() {}

  private static String own(Place place) {
    return ALL + "/" + place.namespace();
  }

  @Fact("a new namespace is Active, with the finalizer kubernetes")
  static void active(Place place) {
    place
        .get(own(place))
        .is(200)
        .has("/status/phase", "Active")
        .has("/spec/finalizers", "['kubernetes']");
  }

  @Fact(value = "a namespace is labelled with its name", since = 21)
  static void label(Place place) {
    place.get(own(place)).has("/metadata/labels/kubernetes.io~1metadata.name", place.namespace());
  }

  @Fact("a namespace's name is a DNS label")
  static void name(Place place) {
    place
        .post(ALL, "{metadata:{name:'a.b'}}")
        .invalid(
            "metadata.name", "FieldValueInvalid", "a lowercase RFC 1123 label must consist of");
  }

  @Fact("default and kube-system are there, and not deleted")
  static void protectedOnes(Place place) {
    place.get(ALL + "/kube-system").is(200);
    place
        .delete(ALL + "/default")
        .is(403, "Forbidden")
        .says("namespaces \"default\" is forbidden: this namespace may not be deleted");
  }

  @Fact("a namespace that goes is Terminating, and takes along what is in it")
  static void terminates(Place place) {
    place.create("configmaps", "{metadata:{name:'a',finalizers:['x.dev/f']}}");
    place.create("secrets", "{metadata:{name:'b'}}");
    place.delete(own(place)).is(200);
    place.untilHas(own(place), "/status/phase", "Terminating");
    place.untilGone("secrets/b");
    place.until(
        "the ConfigMap is being deleted",
        () -> !place.get("configmaps/a").text("/metadata/deletionTimestamp").isEmpty());
    place.get(own(place)).is(200);
    place.merge("configmaps/a", "{metadata:{finalizers:null}}").is(200);
    place.untilGone(own(place));
  }

  @Fact("nothing is created in a namespace that terminates")
  static void noCreation(Place place) {
    place.create("configmaps", "{metadata:{name:'a',finalizers:['x.dev/f']}}");
    place.delete(own(place)).is(200);
    place.untilHas(own(place), "/status/phase", "Terminating");
    place
        .post("configmaps", "{metadata:{name:'b'}}")
        .is(403, "Forbidden")
        .says(
            "configmaps \"b\" is forbidden: unable to create new content in namespace %s because it is being terminated"
                .formatted(place.namespace()))
        .cause(
            "metadata.namespace",
            "NamespaceTerminating",
            "namespace %s is being terminated".formatted(place.namespace()));
    place.merge("configmaps/a", "{metadata:{finalizers:null}}").is(200);
  }

  @Fact("a namespace that terminates takes updates of what is in it")
  static void updates(Place place) {
    place.create("configmaps", "{metadata:{name:'a',finalizers:['x.dev/f']}}");
    place.delete(own(place)).is(200);
    place.merge("configmaps/a", "{data:{k:'1'}}").is(200).has("/data/k", "1");
    place.merge("configmaps/a", "{metadata:{finalizers:null}}").is(200);
  }

  @Fact("finalize sets the finalizers of the spec")
  static void finalizeSubresource(Place place) {
    String name = place.unique("f");
    place.make(
        ALL, "{metadata:{name:'%s'},spec:{finalizers:['x.dev/f','kubernetes']}}".formatted(name));
    place
        .put(
            ALL + "/" + name + "/finalize",
            "{metadata:{name:'%s'},spec:{finalizers:['kubernetes']}}".formatted(name))
        .is(200)
        .has("/spec/finalizers", "['kubernetes']");
  }

  @Fact("a namespace is deleted as a collection by nobody")
  static void collection(Place place) {
    place.delete(ALL + "?labelSelector=picket-none").is(405, "MethodNotAllowed");
  }

  @Fact("custom resources go with their namespace")
  static void custom(Place place) {
    Custom custom = Custom.open(place);
    custom.create("a", "");
    place.delete(own(place)).is(200);
    place.untilGone(own(place));
    assertThat(place.get(custom.path()).is(200).names()).isEmpty();
  }

  @Fact("a namespace gets the ConfigMap kube-root-ca.crt")
  static void rootCertificate(Place place) {
    place.untilHas("configmaps/kube-root-ca.crt", "/kind", "ConfigMap");
  }

  @Fact("a namespace gets the ServiceAccount default")
  static void serviceAccount(Place place) {
    place.untilHas("serviceaccounts/default", "/kind", "ServiceAccount");
  }
}
