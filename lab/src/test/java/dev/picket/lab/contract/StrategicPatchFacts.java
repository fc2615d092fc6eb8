package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** Merging by the keys of lists, with its directives. */
@Heading("Patch: strategic merge")
final class StrategicPatchFacts {

  private static final String PATH = "apps/v1/deployments/a";
  private static final String CONTAINERS = "/spec/template/spec/containers";

  private StrategicPatchFacts() {}

  private static void deployment(Place place) {
    place.create(
        "apps/v1/deployments",
        "{metadata:{name:'a'},spec:{replicas:0,selector:{matchLabels:{app:'a'}},template:{"
            + "metadata:{labels:{app:'a'}},spec:{containers:["
            + "{name:'c',image:'i:1',env:[{name:'A',value:'1'},{name:'B',value:'2'}],"
            + "ports:[{containerPort:80,protocol:'TCP'}],args:['x','y']},"
            + "{name:'d',image:'j:1'}]}}}}");
  }

  private static Answer containers(Place place, String containers) {
    deployment(place);
    return place.strategic(PATH, "{spec:{template:{spec:{containers:[" + containers + "]}}}}");
  }

  @Fact("containers are merged by name")
  static void byName(Place place) {
    Answer patched = containers(place, "{name:'c',image:'i:2'}").is(200);
    assertThat(patched.at(CONTAINERS)).hasSize(2);
    patched.has(CONTAINERS + "/0/image", "i:2").has(CONTAINERS + "/0/args", "['x','y']");
  }

  @Fact("a container of a new name is put in front")
  static void added(Place place) {
    Answer patched = containers(place, "{name:'e',image:'k'}").is(200);
    assertThat(patched.at(CONTAINERS).findValuesAsText("image")).containsExactly("k", "i:1", "j:1");
  }

  @Fact("env is merged by name, within a container that is merged")
  static void nested(Place place) {
    containers(place, "{name:'c',env:[{name:'B',value:'3'}]}")
        .is(200)
        .has(CONTAINERS + "/0/env", "[{name:'A',value:'1'},{name:'B',value:'3'}]");
  }

  @Fact("a list without a merge key is replaced")
  static void atomicList(Place place) {
    containers(place, "{name:'c',args:['z']}").is(200).has(CONTAINERS + "/0/args", "['z']");
  }

  @Fact("$patch: delete takes an item out")
  static void deletesItem(Place place) {
    Answer patched = containers(place, "{name:'d','$patch':'delete'}").is(200);
    assertThat(patched.at(CONTAINERS)).hasSize(1);
    patched.has(CONTAINERS + "/0/name", "c");
  }

  @Fact("$patch: replace replaces a list")
  static void replacesList(Place place) {
    Answer patched = containers(place, "{'$patch':'replace'},{name:'e',image:'k'}").is(200);
    assertThat(patched.at(CONTAINERS).findValuesAsText("image")).containsExactly("k");
  }

  @Fact("$patch: replace replaces a map")
  static void replacesMap(Place place) {
    place.create("configmaps", "{metadata:{name:'a'},data:{k:'1',l:'2'}}");
    place
        .strategic("configmaps/a", "{data:{'$patch':'replace',m:'3'}}")
        .is(200)
        .has("/data", "{m:'3'}");
  }

  @Fact("$deleteFromPrimitiveList takes values out")
  static void deletesPrimitive(Place place) {
    place.create("configmaps", "{metadata:{name:'a',finalizers:['x.dev/a','x.dev/b']}}");
    place
        .strategic("configmaps/a", "{metadata:{'$deleteFromPrimitiveList/finalizers':['x.dev/a']}}")
        .is(200)
        .has("/metadata/finalizers", "['x.dev/b']");
    place.merge("configmaps/a", "{metadata:{finalizers:null}}").is(200);
  }

  @Fact("a list of primitive values that merges keeps the old ones")
  static void mergesPrimitive(Place place) {
    place.create("configmaps", "{metadata:{name:'a',finalizers:['x.dev/a']}}");
    Answer patched = place.strategic("configmaps/a", "{metadata:{finalizers:['x.dev/b']}}").is(200);
    assertThat(patched.at("/metadata/finalizers").toString()).contains("x.dev/a", "x.dev/b");
    place.merge("configmaps/a", "{metadata:{finalizers:null}}").is(200);
  }

  @Fact("$setElementOrder sets the order of a list")
  static void order(Place place) {
    deployment(place);
    Answer patched =
        place
            .strategic(
                PATH,
                "{spec:{template:{spec:{'$setElementOrder/containers':[{name:'d'},{name:'e'},"
                    + "{name:'c'}],containers:[{name:'e',image:'k'}]}}}}")
            .is(200);
    assertThat(patched.at(CONTAINERS).findValuesAsText("image")).containsExactly("j:1", "k", "i:1");
  }

  @Fact("$retainKeys drops the keys that it does not name")
  static void retainKeys(Place place) {
    deployment(place);
    place
        .strategic(PATH, "{spec:{strategy:{'$retainKeys':['type'],type:'Recreate'}}}")
        .is(200)
        .has("/spec/strategy", "{type:'Recreate'}");
  }

  @Fact("without $retainKeys a Recreate strategy that keeps its rollingUpdate is Invalid")
  static void noRetainKeys(Place place) {
    deployment(place);
    place
        .strategic(PATH, "{spec:{strategy:{type:'Recreate'}}}")
        .invalid("spec.strategy.rollingUpdate", "FieldValueForbidden", "may not be specified when");
  }

  @Fact("null deletes")
  static void nullDeletes(Place place) {
    containers(place, "{name:'c',args:null}").is(200).lacks(CONTAINERS + "/0/args");
  }

  @Fact("an item without its merge key is refused")
  static void noKey(Place place) {
    Answer patched = containers(place, "{image:'k'}");
    assertThat(patched.status()).isGreaterThanOrEqualTo(400);
    patched.mentions("does not contain declared merge key: name");
  }

  @Fact("an unknown directive is refused")
  static void unknownDirective(Place place) {
    Answer patched = containers(place, "{name:'c','$patch':'fold'}");
    assertThat(patched.status()).isGreaterThanOrEqualTo(400);
    patched.mentions("fold");
  }

  @Fact("ports of a Service are merged by port")
  static void servicePorts(Place place) {
    place.create("services", "{metadata:{name:'a'},spec:{ports:[{name:'x',port:80}]}}");
    Answer patched =
        place
            .strategic(
                "services/a", "{spec:{ports:[{name:'y',port:81},{port:80,targetPort:8080}]}}")
            .is(200);
    assertThat(patched.at("/spec/ports")).hasSize(2);
    assertThat(patched.at("/spec/ports").findValuesAsText("targetPort")).contains("8080");
  }

  @Fact("volumes retain only the keys of the source that is patched")
  static void volumes(Place place) {
    deployment(place);
    place.strategic(PATH, "{spec:{template:{spec:{volumes:[{name:'v',emptyDir:{}}]}}}}").is(200);
    place
        .strategic(
            PATH,
            "{spec:{template:{spec:{volumes:[{'$retainKeys':['name','configMap'],name:'v',"
                + "configMap:{name:'m'}}]}}}}")
        .is(200)
        .has("/spec/template/spec/volumes/0/configMap/name", "m")
        .lacks("/spec/template/spec/volumes/0/emptyDir");
  }

  @Fact("tolerations, without a merge key, are replaced")
  static void tolerations(Place place) {
    deployment(place);
    place
        .strategic(PATH, "{spec:{template:{spec:{tolerations:[{key:'a',operator:'Exists'}]}}}}")
        .is(200);
    Answer patched =
        place
            .strategic(PATH, "{spec:{template:{spec:{tolerations:[{key:'b',operator:'Exists'}]}}}}")
            .is(200);
    assertThat(patched.at("/spec/template/spec/tolerations")).hasSize(1);
  }

  @Fact("a custom resource takes none")
  static void custom(Place place) {
    Custom custom = Custom.open(place);
    custom.create("a", "spec:{size:1}");
    place
        .strategic(custom.path("a"), "{spec:{size:2}}")
        .is(415, "UnsupportedMediaType")
        .mentions("application/json-patch+json, application/merge-patch+json");
  }
}
