package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.access.Access;
import dev.picket.lab.resource.Decoder;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import java.util.List;

/** Questions about access, which come as objects that are answered and never kept. */
final class Questions {

  private static final String TOKEN_REQUEST = "TokenRequest";
  private static final String AUTHENTICATION = "authentication.k8s.io/v1";

  private final Access access;

  Questions(Access access) {
    this.access = access;
  }

  Answer review(ApiRequest request, Target target) {
    if (target.name() != null) {
      throw StatusException.methodNotAllowed(
          "the server does not allow this method on the requested resource");
    }
    ResourceType type = target.type();
    if (type.namespaced() && target.namespace() == null) {
      throw StatusException.badRequest(
          "an empty namespace may not be set during creation: the path must name one");
    }
    Write write = Write.of(request, target);
    Decoder.Decoded decoded = Bodies.object(request, type);
    if (Bodies.warns(request)) {
      decoded.unknown().forEach(write::warn);
    }
    ObjectNode answer = access.review(type, decoded.object(), target.space(), request.requester());
    return answer(answer, write);
  }

  Answer token(ApiRequest request, Target target) {
    Write write = Write.of(request, target);
    ObjectNode body = Bodies.shaped(write, "authentication.v1.TokenRequest");
    if (body.path("kind").asText().isEmpty()) {
      body.put("kind", TOKEN_REQUEST).put("apiVersion", AUTHENTICATION);
    }
    if (!body.path("kind").asText().equals(TOKEN_REQUEST)
        || !body.path("apiVersion").asText().equals(AUTHENTICATION)) {
      throw StatusException.badRequest(
          "found %s of %s, expected %s of %s"
              .formatted(
                  body.path("kind").asText(),
                  body.path("apiVersion").asText(),
                  TOKEN_REQUEST,
                  AUTHENTICATION));
    }
    return answer(access.token(body, target.space(), target.requiredName()), write);
  }

  /** What verifies the tokens of service accounts. */
  Answer published(List<String> path) {
    if (path.equals(List.of(".well-known", "openid-configuration"))) {
      return Answer.json(200, access.issuer());
    }
    if (path.equals(List.of("openid", "v1", "jwks"))) {
      return Answer.json(200, access.keys());
    }
    throw StatusException.nothingHere();
  }

  private static Answer answer(ObjectNode answered, Write write) {
    Answer.Document document = Answer.json(201, answered);
    return new Answer.Document(
        document.status(), document.contentType(), document.content(), write.warnings());
  }
}
