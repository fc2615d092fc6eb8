package dev.picket.sources.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.picket.observation.Filters;
import dev.picket.observation.InvalidInputException;
import dev.picket.sources.ingester.Authentication;
import dev.picket.sources.ingester.IngesterFile;
import dev.picket.sources.ingester.Limits;
import dev.picket.sources.ingester.RateLimit;
import dev.picket.sources.ingester.WebhookIngester;
import dev.picket.sources.payload.Mapping;
import dev.picket.sources.payload.PayloadFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthenticationTest {

  private static final String EVENT = "{\"title\":\"t\"}";

  @TempDir private Path directory;
  private final ManualTicker ticker = new ManualTicker();
  private Path tokens = Path.of("");
  private Path keys = Path.of("");
  private WebhookFixture webhook = new WebhookFixture(IngesterFile.defaults(), ticker);

  @BeforeEach
  void start() throws IOException {
    webhook.close();
    tokens = Files.writeString(directory.resolve("tokens"), "old-token\nnew-token\n");
    keys = Files.writeString(directory.resolve("keys"), "key\n");
    webhook =
        new WebhookFixture(
            new IngesterFile(
                List.of(
                    ingester("bearer", new Authentication.Bearer(tokens)),
                    ingester("hmac", new Authentication.HmacSha256(keys, "X-Hub-Signature-256"))),
                Limits.DEFAULT),
            ticker);
  }

  @AfterEach
  void theBooksAddUpAndNothingIsHeld() {
    webhook.close();
    assertThat(webhook.settled()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer old-token", "Bearer new-token", "bearer  new-token "})
  void anyOfTheTokensIsGood(String authorization) {
    assertThat(bearer(authorization).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer wrong", "Bearer ", "Basic old-token", "Bearer old-token\tx"})
  void anythingElseIsUnauthorized(String authorization) {
    HttpResponse<String> answer = bearer(authorization);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
        .startsWith("Bearer realm=\"picket\"");
    assertThat(webhook.balance("bearer").rejected()).isEqualTo(Map.of("unauthorized", 1L));
    assertThat(webhook.stored()).isEmpty();
  }

  @Test
  void aRequestWithoutTheHeaderIsUnauthorizedBeforeItsBodyIsRead() {
    assertThat(webhook.post("/ingest/generic/bearer", new byte[3 * 1024 * 1024]).statusCode())
        .isEqualTo(401);
  }

  @Test
  void tokensAreReadAgainWhenTheFileChanges() throws IOException {
    Files.writeString(tokens, "the-token-after");
    ticker.advance(SecretFile.LOOK_EVERY);
    assertThat(bearer("Bearer the-token-after").statusCode()).isEqualTo(200);
    assertThat(bearer("Bearer old-token").statusCode()).isEqualTo(401);
  }

  @Test
  void aFileThatBecomesUnreadableLeavesTheTokensInForce() throws IOException {
    Files.writeString(tokens, "\n");
    ticker.advance(SecretFile.LOOK_EVERY);
    assertThat(bearer("Bearer old-token").statusCode()).isEqualTo(200);
    Files.delete(tokens);
    ticker.advance(SecretFile.LOOK_EVERY);
    assertThat(bearer("Bearer old-token").statusCode()).isEqualTo(200);
  }

  @Test
  void anEmptyFileStopsTheStart() throws IOException {
    Files.writeString(tokens, " \n");
    IngesterFile configuration =
        new IngesterFile(
            List.of(ingester("bearer", new Authentication.Bearer(tokens))), Limits.DEFAULT);
    assertThatThrownBy(() -> new WebhookFixture(configuration, ticker).close())
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(tokens + ": got nothing; expected a secret, one a line");
  }

  /** GitHub's own example, so that both sides are not wrong in the same way. */
  @Test
  void theSignatureIsTheOneThatGithubSends() {
    assertThat(sign("It's a Secret to Everybody", "Hello, World!".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
  }

  @Test
  void aSignedBodyIsTaken() {
    byte[] body = EVENT.getBytes(StandardCharsets.UTF_8);
    assertThat(signed(body, sign("key", body)).statusCode()).isEqualTo(200);
  }

  @Test
  void theSignatureIsOverTheBytesAsTheyWereSent() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(EVENT.getBytes(StandardCharsets.UTF_8));
    }
    byte[] body = packed.toByteArray();
    HttpResponse<String> answer =
        webhook.post(
            "/ingest/generic/hmac",
            body,
            "X-Hub-Signature-256",
            sign("key", body),
            "Content-Encoding",
            "gzip");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void anotherBodyOrAnotherKeyOrNoSignatureIsUnauthorized() {
    byte[] body = EVENT.getBytes(StandardCharsets.UTF_8);
    byte[] changed = EVENT.replace("t\"}", "u\"}").getBytes(StandardCharsets.UTF_8);
    assertThat(signed(changed, sign("key", body)).statusCode()).isEqualTo(401);
    assertThat(signed(body, sign("other", body)).statusCode()).isEqualTo(401);
    assertThat(signed(body, "sha256=" + "x".repeat(64)).statusCode()).isEqualTo(401);
    assertThat(signed(body, "sha1=00").statusCode()).isEqualTo(401);
    HttpResponse<String> unsigned = webhook.post("/ingest/generic/hmac", body);
    assertThat(unsigned.statusCode()).isEqualTo(401);
    assertThat(unsigned.body()).contains("X-Hub-Signature-256");
    assertThat(webhook.stored()).isEmpty();
  }

  private HttpResponse<String> bearer(String authorization) {
    return webhook.post(
        "/ingest/generic/bearer",
        EVENT.getBytes(StandardCharsets.UTF_8),
        "Authorization",
        authorization);
  }

  private HttpResponse<String> signed(byte[] body, String signature) {
    return webhook.post("/ingest/generic/hmac", body, "X-Hub-Signature-256", signature);
  }

  private static String sign(String key, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException failure) {
      throw new AssertionError(failure);
    }
  }

  private static WebhookIngester ingester(String name, Authentication authentication) {
    return new WebhookIngester(
        name,
        PayloadFormat.GENERIC,
        "/ingest/generic/" + name,
        authentication,
        1024 * 1024,
        RateLimit.NONE,
        Duration.ofDays(1),
        Filters.NONE,
        Mapping.DEFAULT);
  }
}
