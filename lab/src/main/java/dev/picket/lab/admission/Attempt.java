package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.access.Requester;
import dev.picket.lab.resource.ResourceType;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A write that is being attempted.
 *
 * @param operation what is done
 * @param type the resource, in the version of the request
 * @param subresource empty for the object itself
 * @param namespace empty for what is in none
 * @param name empty while it is not known
 * @param object as it will be, in the version of the request; null for a deletion or a connection
 * @param former as it was, in the same version; null for a creation
 * @param options such as CreateOptions, as an object of meta.k8s.io/v1
 * @param dryRun whether nothing will be kept
 * @param requester who asks
 * @param warnings takes what shall be told to people, a line each
 */
public record Attempt(
    Operation operation,
    ResourceType type,
    String subresource,
    String namespace,
    String name,
    @Nullable ObjectNode object,
    @Nullable ObjectNode former,
    ObjectNode options,
    boolean dryRun,
    Requester requester,
    Consumer<String> warnings) {

  /** What is done. */
  public enum Operation {
    CREATE,
    UPDATE,
    DELETE,
    CONNECT
  }

  /** The same attempt with another object. */
  public Attempt with(@Nullable ObjectNode other) {
    return new Attempt(
        operation,
        type,
        subresource,
        namespace,
        name,
        other,
        former,
        options,
        dryRun,
        requester,
        warnings);
  }
}
