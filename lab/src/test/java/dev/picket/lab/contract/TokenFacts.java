package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Tokens of service accounts. */
@Heading("Subresource: token")
final class TokenFacts {

  private TokenFacts() {}

  /** A token of a new service account. */
  static String token(Place place, String account) {
    place.create("serviceaccounts", "{metadata:{name:'%s'}}".formatted(account));
    return request(place, account, "{spec:{}}").is(201).text("/status/token");
  }

  private static Answer request(Place place, String account, String body) {
    return place.post("serviceaccounts/" + account + "/token", body);
  }

  private static JsonNode claims(String token) {
    byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
    return Loose.parse(new String(claims, StandardCharsets.UTF_8));
  }

  @Fact("a TokenRequest answers with a token and its end")
  static void issues(Place place) {
    place.create("serviceaccounts", "{metadata:{name:'a'}}");
    Answer answer =
        request(place, "a", "{spec:{expirationSeconds:1200}}").is(201).has("/kind", "TokenRequest");
    assertThat(answer.text("/status/token")).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    assertThat(answer.text("/status/expirationTimestamp")).isNotEmpty();
    answer.has("/spec/expirationSeconds", "1200");
  }

  @Fact("a token tells whose it is")
  static void subject(Place place) {
    JsonNode claims = claims(token(place, "a"));
    assertThat(claims.path("sub").asText())
        .isEqualTo("system:serviceaccount:%s:a".formatted(place.namespace()));
    assertThat(claims.at("/kubernetes.io/namespace").asText()).isEqualTo(place.namespace());
    assertThat(claims.at("/kubernetes.io/serviceaccount/name").asText()).isEqualTo("a");
  }

  @Fact("a token is for the audiences that are asked for")
  static void audiences(Place place) {
    place.create("serviceaccounts", "{metadata:{name:'a'}}");
    Answer answer = request(place, "a", "{spec:{audiences:['vault']}}").is(201);
    answer.has("/spec/audiences", "['vault']");
    assertThat(claims(answer.text("/status/token")).path("aud").toString()).contains("vault");
  }

  @Fact("a token's life is at least ten minutes")
  static void tooShort(Place place) {
    place.create("serviceaccounts", "{metadata:{name:'a'}}");
    request(place, "a", "{spec:{expirationSeconds:60}}")
        .is(422, "Invalid")
        .cause(
            "spec.expirationSeconds",
            "FieldValueInvalid",
            "may not specify a duration less than 10 minutes");
  }

  @Fact("a TokenRequest of an account that is not there is NotFound")
  static void missing(Place place) {
    request(place, "a", "{spec:{}}")
        .is(404, "NotFound")
        .mentions("serviceaccounts \"a\" not found");
  }

  @Fact("a TokenReview knows a token's user and groups")
  static void review(Place place) {
    String token = token(place, "a");
    Answer review =
        place
            .post(
                "/apis/authentication.k8s.io/v1/tokenreviews",
                "{spec:{token:'%s'}}".formatted(token))
            .is(201)
            .has("/status/authenticated", "true")
            .has(
                "/status/user/username", "system:serviceaccount:%s:a".formatted(place.namespace()));
    assertThat(review.at("/status/user/groups").toString())
        .contains("system:serviceaccounts", "system:serviceaccounts:" + place.namespace());
  }

  @Fact("a TokenReview does not know a token that is none")
  static void reviewNonsense(Place place) {
    place
        .post("/apis/authentication.k8s.io/v1/tokenreviews", "{spec:{token:'nonsense'}}")
        .is(201)
        .lacks("/status/authenticated");
  }

  @Fact("a token that is none is Unauthorized")
  static void unauthorized(Place place) {
    place.as("nonsense", "GET", "configmaps", "").is(401, "Unauthorized").says("Unauthorized");
  }

  @Fact("the token of an account that is gone is Unauthorized")
  static void accountGone(Place place) {
    String token = token(place, "a");
    place.as(token, "GET", "configmaps", "").is(403, "Forbidden");
    place.delete("serviceaccounts/a").is(200);
    place.until(
        "the token is worth nothing",
        () -> place.as(token, "GET", "configmaps", "").status() == 401);
  }
}
