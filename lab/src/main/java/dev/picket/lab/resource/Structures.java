package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.schema.BuiltInStructures;
import dev.picket.lab.schema.CustomStructures;
import dev.picket.lab.schema.Structure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How the objects of resources are put together. Safe for use by many threads. */
public final class Structures {

  private static final int REMEMBERED_MAX = 1_000;

  private static final Map<String, Structure> BUILT_IN = new ConcurrentHashMap<>();
  private static final Map<Definition, Structure> CUSTOM = new ConcurrentHashMap<>();

  private Structures() {}

  /** The structure of a resource's objects; deduced from them when nothing is known. */
  public static Structure of(ResourceType type) {
    ObjectNode definition = type.definition();
    if (definition == null) {
      return BUILT_IN.computeIfAbsent(
          type.apiVersion() + "/" + type.kind(),
          _ -> type.shape().map(BuiltInStructures::ofKind).orElse(Structure.DEDUCED));
    }
    if (CUSTOM.size() > REMEMBERED_MAX) {
      CUSTOM.clear();
    }
    return CUSTOM.computeIfAbsent(
        new Definition(definition), _ -> CustomStructures.ofKind(type.schema()));
  }

  /** A definition that was read once; equal only to itself, for it is large. */
  private static final class Definition {

    private final ObjectNode content;

    Definition(ObjectNode content) {
      this.content = content;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // On purpose: whose content is equal may be another.
    public boolean equals(@Nullable Object other) {
      return other instanceof Definition definition && definition.content == content;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(content);
    }
  }
}
