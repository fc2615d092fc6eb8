package dev.picket.lab.resource;

import dev.picket.lab.store.Key;
import dev.picket.lab.store.Scope;
import dev.picket.lab.store.Snapshot;
import dev.picket.lab.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which resources there are: the built-in ones, and what the definitions of a snapshot add. Safe
 * for use by many threads.
 */
public final class TypeRegistry {

  private static final Map<String, ResourceType> BUILT_IN =
      BuiltInTypes.ALL.stream()
          .filter(each -> each.apiVersion().equals(each.stored().apiVersion()))
          .collect(
              Collectors.toUnmodifiableMap(each -> each.stored().resource(), Function.identity()));

  /** Definitions as they were last read; a definition that is gone leaves with the next look. */
  private final Map<Key, Read> read = new ConcurrentHashMap<>();

  /** The resource at a path's group, version and plural. */
  public Optional<ResourceType> find(
      Snapshot snapshot, String group, String version, String plural) {
    for (ResourceType each : BuiltInTypes.ALL) {
      if (each.group().equals(group)
          && each.version().equals(version)
          && each.plural().equals(plural)) {
        return Optional.of(each);
      }
    }
    Key key = BuiltInTypes.DEFINITION.key("", plural + "." + group);
    Optional<StoredObject> definition = snapshot.get(key);
    if (definition.isEmpty()) {
      read.remove(key);
      return Optional.empty();
    }
    return types(definition.get()).stream()
        .filter(type -> type.version().equals(version))
        .findFirst();
  }

  /** The resource, in the version in which it is kept, that an object belongs to. */
  public Optional<ResourceType> storing(Snapshot snapshot, StoredObject object) {
    String resource = object.key().resource();
    ResourceType builtIn = BUILT_IN.get(resource);
    return builtIn != null
        ? Optional.of(builtIn)
        : snapshot.get(BuiltInTypes.DEFINITION.key("", resource)).flatMap(this::any);
  }

  /** The resource of a kind. */
  public Optional<ResourceType> ofKind(Snapshot snapshot, String apiVersion, String kind) {
    return all(snapshot).stream()
        .filter(each -> each.kind().equals(kind) && each.apiVersion().equals(apiVersion))
        .findFirst();
  }

  /** Every resource in every served version. */
  public List<ResourceType> all(Snapshot snapshot) {
    List<ResourceType> all = new ArrayList<>(BuiltInTypes.ALL);
    snapshot.visit(
        Scope.all(BuiltInTypes.DEFINITION.resource()), definition -> all.addAll(types(definition)));
    return all;
  }

  /** What a definition defines, in its served versions. */
  public List<ResourceType> types(StoredObject definition) {
    Read known = read.get(definition.key());
    if (known == null || known.revision() != definition.revision()) {
      known =
          new Read(
              definition.revision(), CustomTypes.of(definition.content(), definition.revision()));
      read.put(definition.key(), known);
    }
    return known.types();
  }

  private Optional<ResourceType> any(StoredObject definition) {
    return types(definition).stream().findFirst();
  }

  private record Read(long revision, List<ResourceType> types) {}
}
