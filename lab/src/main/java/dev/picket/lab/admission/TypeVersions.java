package dev.picket.lab.admission;

import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.TypeRegistry;
import dev.picket.lab.store.Snapshot;
import java.util.List;
import java.util.function.Supplier;

/**
 * Finds the versions of a resource.
 *
 * @param registry of custom resources
 * @param latest what there is
 */
record TypeVersions(TypeRegistry registry, Supplier<Snapshot> latest) implements Matching.Types {

  @Override
  public List<ResourceType> sharing(ResourceType type) {
    List<ResourceType> candidates =
        type.custom()
            ? latest
                .get()
                .get(BuiltInTypes.DEFINITION.key("", type.resource()))
                .map(registry::types)
                .orElse(List.of())
            : BuiltInTypes.ALL;
    return candidates.stream()
        .filter(each -> each.stored().equals(type.stored()) && !each.equals(type))
        .toList();
  }
}
