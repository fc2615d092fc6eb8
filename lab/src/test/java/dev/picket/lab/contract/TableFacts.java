package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What kubectl prints. */
@Heading("Tables")
final class TableFacts {

  private TableFacts() {}

  private static void columns(Place place, String path, String... names) {
    Answer table = place.get(path, Place.TABLE).is(200).has("/kind", "Table");
    assertThat(table.at("/columnDefinitions").findValuesAsText("name")).containsExactly(names);
  }

  @Fact("one object is a table of one row")
  static void one(Place place) {
    place.create("configmaps", "{metadata:{name:'a'},data:{k:'v',l:'w'}}");
    Answer table = place.get("configmaps/a", Place.TABLE).is(200).has("/kind", "Table");
    assertThat(table.at("/rows")).hasSize(1);
    table
        .has("/apiVersion", "meta.k8s.io/v1")
        .has("/rows/0/cells/0", "a")
        .has("/rows/0/cells/1", "2")
        .has("/rows/0/object/kind", "PartialObjectMetadata")
        .has("/rows/0/object/metadata/name", "a");
  }

  @Fact("includeObject=Object brings the objects, None nothing")
  static void includeObject(Place place) {
    place.create("configmaps", "{metadata:{name:'a'},data:{k:'v'}}");
    place
        .get("configmaps/a?includeObject=Object", Place.TABLE)
        .has("/rows/0/object/data", "{k:'v'}");
    Answer none = place.get("configmaps/a?includeObject=None", Place.TABLE).is(200);
    assertThat(none.at("/rows/0/object").isMissingNode() || none.at("/rows/0/object").isNull())
        .isTrue();
  }

  @Fact("a table of a list has its revision and its continue token")
  static void pages(Place place) {
    place.create("secrets", "{metadata:{name:'a'}}");
    place.create("secrets", "{metadata:{name:'b'}}");
    Answer table = place.get("secrets?limit=1", Place.TABLE).is(200);
    assertThat(table.at("/rows")).hasSize(1);
    assertThat(table.text("/metadata/continue")).isNotEmpty();
    assertThat(table.revision()).isNotEmpty();
  }

  @Fact("the first type of Accept that can be made is taken")
  static void accept(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place
        .get(
            "configmaps/a",
            "application/json;as=Table;v=v9;g=meta.k8s.io," + Place.TABLE + ",application/json")
        .has("/kind", "Table");
    place.get("configmaps/a", "application/json," + Place.TABLE).has("/kind", "ConfigMap");
  }

  @Fact("an Accept that cannot be met is NotAcceptable")
  static void notAcceptable(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place.get("configmaps/a", "text/html").is(406, "NotAcceptable");
  }

  @Fact("a pod's columns")
  static void pods(Place place) {
    place.create("pods", Bodies.pod("a", "schedulerName:'none',"));
    columns(
        place,
        "pods",
        "Name",
        "Ready",
        "Status",
        "Restarts",
        "Age",
        "IP",
        "Node",
        "Nominated Node",
        "Readiness Gates");
    place
        .get("pods/a", Place.TABLE)
        .has("/rows/0/cells/1", "0/1")
        .has("/rows/0/cells/2", "Pending")
        .has("/rows/0/cells/5", "<none>")
        .has("/rows/0/cells/6", "<none>");
  }

  @Fact("a Deployment's columns")
  static void deployments(Place place) {
    place.create("apps/v1/deployments", Bodies.workload("a", "paused:true,"));
    columns(
        place,
        "apps/v1/deployments",
        "Name",
        "Ready",
        "Up-to-date",
        "Available",
        "Age",
        "Containers",
        "Images",
        "Selector");
    place
        .get("apps/v1/deployments", Place.TABLE)
        .has("/rows/0/cells/1", "0/0")
        .has("/rows/0/cells/5", "c")
        .has("/rows/0/cells/6", "i:1")
        .has("/rows/0/cells/7", "app=a")
        .has("/columnDefinitions/5/priority", "1");
  }

  @Fact("a Service's columns")
  static void services(Place place) {
    place.create(
        "services",
        "{metadata:{name:'a'},spec:{selector:{app:'a'},ports:[{port:80},{name:'x',port:81,protocol:'UDP'}]}}"
            .replace("{port:80}", "{name:'w',port:80}"));
    columns(
        place,
        "services",
        "Name",
        "Type",
        "Cluster-IP",
        "External-IP",
        "Port(s)",
        "Age",
        "Selector");
    place
        .get("services/a", Place.TABLE)
        .has("/rows/0/cells/1", "ClusterIP")
        .has("/rows/0/cells/3", "<none>")
        .has("/rows/0/cells/4", "80/TCP,81/UDP")
        .has("/rows/0/cells/6", "app=a");
  }

  @Fact("the columns of other kinds")
  static void others(Place place) {
    columns(place, "secrets", "Name", "Type", "Data", "Age");
    columns(place, "/api/v1/namespaces", "Name", "Status", "Age");
    columns(
        place,
        "/api/v1/nodes",
        "Name",
        "Status",
        "Roles",
        "Age",
        "Version",
        "Internal-IP",
        "External-IP",
        "OS-Image",
        "Kernel-Version",
        "Container-Runtime");
    columns(
        place,
        "apps/v1/replicasets",
        "Name",
        "Desired",
        "Current",
        "Ready",
        "Age",
        "Containers",
        "Images",
        "Selector");
    columns(place, "apps/v1/statefulsets", "Name", "Ready", "Age", "Containers", "Images");
    columns(
        place,
        "events",
        "Last Seen",
        "Type",
        "Reason",
        "Object",
        "Subobject",
        "Source",
        "Message",
        "First Seen",
        "Count",
        "Name");
    columns(place, "coordination.k8s.io/v1/leases", "Name", "Holder", "Age");
    columns(place, "endpoints", "Name", "Endpoints", "Age");
  }

  @Fact(value = "the columns of a volume claim, its attributes among them", since = 29)
  static void claims(Place place) {
    columns(
        place,
        "persistentvolumeclaims",
        "Name",
        "Status",
        "Volume",
        "Capacity",
        "Access Modes",
        "StorageClass",
        "VolumeAttributesClass",
        "Age",
        "VolumeMode");
  }

  @Fact("the columns of a DaemonSet, an Ingress, an autoscaler, a role binding, a storage class")
  static void further(Place place) {
    columns(
        place,
        "apps/v1/daemonsets",
        "Name",
        "Desired",
        "Current",
        "Ready",
        "Up-to-date",
        "Available",
        "Node Selector",
        "Age",
        "Containers",
        "Images",
        "Selector");
    columns(
        place,
        "networking.k8s.io/v1/ingresses",
        "Name",
        "Class",
        "Hosts",
        "Address",
        "Ports",
        "Age");
    columns(
        place,
        "autoscaling/v1/horizontalpodautoscalers",
        "Name",
        "Reference",
        "Targets",
        "MinPods",
        "MaxPods",
        "Replicas",
        "Age");
    columns(
        place,
        "rbac.authorization.k8s.io/v1/rolebindings",
        "Name",
        "Role",
        "Age",
        "Users",
        "Groups",
        "ServiceAccounts");
    columns(place, "/apis/rbac.authorization.k8s.io/v1/clusterroles", "Name", "Created At");
    columns(
        place,
        "/apis/storage.k8s.io/v1/storageclasses",
        "Name",
        "Provisioner",
        "ReclaimPolicy",
        "VolumeBindingMode",
        "AllowVolumeExpansion",
        "Age");
  }

  @Fact(value = "the columns of a CronJob, a budget, a slice", since = 29)
  static void newer(Place place) {
    columns(
        place,
        "batch/v1/cronjobs",
        "Name",
        "Schedule",
        "Timezone",
        "Suspend",
        "Active",
        "Last Schedule",
        "Age",
        "Containers",
        "Images",
        "Selector");
    columns(
        place,
        "policy/v1/poddisruptionbudgets",
        "Name",
        "Min Available",
        "Max Unavailable",
        "Allowed Disruptions",
        "Age");
    columns(
        place,
        "discovery.k8s.io/v1/endpointslices",
        "Name",
        "AddressType",
        "Ports",
        "Endpoints",
        "Age");
  }

  @Fact("a Lease's and a Secret's cells")
  static void cells(Place place) {
    place.create(
        "coordination.k8s.io/v1/leases", "{metadata:{name:'a'},spec:{holderIdentity:'me'}}");
    place.get("coordination.k8s.io/v1/leases/a", Place.TABLE).has("/rows/0/cells/1", "me");
    place.create("secrets", "{metadata:{name:'a'},data:{k:'dg=='}}");
    Answer secret = place.get("secrets/a", Place.TABLE);
    secret.has("/rows/0/cells/1", "Opaque").has("/rows/0/cells/2", "1");
    assertThat(secret.text("/rows/0/cells/3")).matches("\\d+s");
  }

  @Fact("the answer to a deletion is no table")
  static void deletion(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    for (String each : List.of("configmaps/a")) {
      place
          .send("DELETE", each, java.util.Map.of("Accept", Place.TABLE + ",application/json"), "")
          .is(200)
          .has("/kind", "Status");
    }
  }
}
