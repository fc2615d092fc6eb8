package dev.picket.lab.structural;

import static dev.picket.lab.structural.Trees.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.schema.Defaulting;
import dev.picket.lab.schema.Pruning;
import dev.picket.lab.schema.StructuralSchema;
import org.junit.jupiter.api.Test;

final class PruningTest {

  private static final StructuralSchema SCHEMA =
      StructuralSchema.parse(
          tree(
              """
              {type: 'object', properties: {spec: {type: 'object', properties: {
                text: {type: 'string'},
                list: {type: 'array', items: {type: 'object', properties: {
                  name: {type: 'string'}, port: {type: 'integer', default: 80}}}},
                map: {type: 'object', additionalProperties: {type: 'object', properties: {
                  a: {type: 'string', default: 'x'}}}},
                free: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: {
                  in: {type: 'object', properties: {x: {type: 'string'}}}}},
                emb: {type: 'object', 'x-kubernetes-embedded-resource': true, properties: {
                  spec: {type: 'object'}}},
                nul: {type: 'string', nullable: true, default: 'x'},
                deep: {type: 'object', default: {}, properties: {
                  a: {type: 'integer', default: 1}}},
                replicas: {type: 'integer', default: 3}}}}}
              """));

  @Test
  void unknownFieldsGoAndAreNamed() {
    ObjectNode object =
        tree(
            """
            {apiVersion: 'v1', kind: 'K', metadata: {name: 'a', labels: {x: 'y'}}, top: 1,
             spec: {text: 'a', unknown: {a: 1}, list: [{name: 'a', extra: 1}],
               map: {k: {a: 'b', c: 'd'}}, free: {z: {y: 1}, in: {x: 'x', y: 2}},
               emb: {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'b'}, spec: {a: 1}, q: 1}}}
            """);
    assertThat(Pruning.prune(object, SCHEMA))
        .containsExactly(
            "top",
            "spec.unknown",
            "spec.list[0].extra",
            "spec.map.k.c",
            "spec.free.in.y",
            "spec.emb.spec.a",
            "spec.emb.q");
    assertThat(object)
        .isEqualTo(
            tree(
                """
                {apiVersion: 'v1', kind: 'K', metadata: {name: 'a', labels: {x: 'y'}},
                 spec: {text: 'a', list: [{name: 'a'}], map: {k: {a: 'b'}},
                   free: {z: {y: 1}, in: {x: 'x'}},
                   emb: {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'b'}, spec: {}}}}
                """));
  }

  @Test
  void defaultsAreFilledInEverywhere() {
    ObjectNode object =
        tree("{spec: {list: [{name: 'a'}, {port: 1}], map: {k: {}}, replicas: null, text: null}}");
    Defaulting.apply(object, SCHEMA);
    assertThat(object)
        .isEqualTo(
            tree(
                """
                {spec: {list: [{name: 'a', port: 80}, {port: 1}], map: {k: {a: 'x'}},
                  nul: 'x', deep: {a: 1}, replicas: 3}}
                """));
  }

  @Test
  void nullStaysWhereItIsAValue() {
    ObjectNode object = tree("{spec: {nul: null}}");
    Defaulting.apply(object, SCHEMA);
    assertThat(object.path("spec").path("nul").isNull()).isTrue();
  }

  @Test
  void defaultsOfOneObjectAreNotThoseOfAnother() {
    ObjectNode one = tree("{spec: {}}");
    Defaulting.apply(one, SCHEMA);
    one.withObjectProperty("spec").withObjectProperty("deep").put("a", 5);
    ObjectNode other = tree("{spec: {}}");
    Defaulting.apply(other, SCHEMA);
    assertThat(other.path("spec").path("deep").path("a").asInt()).isEqualTo(1);
  }
}
