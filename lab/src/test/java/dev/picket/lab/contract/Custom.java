package dev.picket.lab.contract;

/**
 * A kind that a case defines: its custom resources are Widgets in a group that nobody else has.
 *
 * @param plural the resource's name, such as {@code widgets}
 * @param group its API group
 */
record Custom(Place place, String plural, String group, String scope) {

  /** With a status subresource, and whatever fields. */
  static Custom open(Place place) {
    return of(
        place,
        "{name:'v1',served:true,storage:true,subresources:{status:{}},"
            + "schema:{openAPIV3Schema:{type:'object','x-kubernetes-preserve-unknown-fields':true}}}");
  }

  /** With the properties of {@code spec} as loose JSON. */
  static Custom withSpec(Place place, String properties) {
    return of(
        place, version("v1", true, "spec:{type:'object',properties:{" + properties + "}}", ""));
  }

  /** A version, for {@link #of}. */
  static String version(String name, boolean storage, String properties, String more) {
    return "{name:'%s',served:true,storage:%s,schema:{openAPIV3Schema:{type:'object',properties:{%s}}}%s}"
        .formatted(name, storage, properties, more.isEmpty() ? "" : "," + more);
  }

  /** With versions as loose JSON, ready to be used. */
  static Custom of(Place place, String... versions) {
    Custom custom = new Custom(place, "widgets", place.group(), "Namespaced");
    place.deleteAtEnd(custom.definition());
    place
        .post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", custom.body(versions))
        .is(201);
    custom.untilServed();
    return custom;
  }

  /** The definition as loose JSON. */
  String body(String... versions) {
    return ("{apiVersion:'apiextensions.k8s.io/v1',kind:'CustomResourceDefinition',"
            + "metadata:{name:'widgets.%s'},spec:{group:'%s',scope:'%s',"
            + "names:{plural:'widgets',singular:'widget',kind:'Widget',listKind:'WidgetList'},"
            + "versions:[%s]}}")
        .formatted(group, group, scope, String.join(",", versions));
  }

  /** Waits until its objects can be listed. */
  void untilServed() {
    place.until(definition() + " is served", () -> place.get(path()).status() == 200);
  }

  String definition() {
    return "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + plural + "." + group;
  }

  String path() {
    return path("v1", "");
  }

  String path(String name) {
    return path("v1", name);
  }

  String path(String version, String name) {
    return "/apis/%s/%s/namespaces/%s/%s%s"
        .formatted(group, version, place.namespace(), plural, name.isEmpty() ? "" : "/" + name);
  }

  /** An object as loose JSON. */
  String object(String name, String fields) {
    return object("v1", name, fields);
  }

  String object(String version, String name, String fields) {
    return "{apiVersion:'%s/%s',kind:'Widget',metadata:{name:'%s'}%s}"
        .formatted(group, version, name, fields.isEmpty() ? "" : "," + fields);
  }

  Answer post(String name, String fields) {
    return place.post(path(), object(name, fields));
  }

  Answer create(String name, String fields) {
    return post(name, fields).is(201);
  }
}
