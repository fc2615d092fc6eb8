package dev.picket.sources.ingester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.picket.observation.Category;
import dev.picket.observation.Condition;
import dev.picket.observation.Filters;
import dev.picket.observation.InputProblem;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Selection;
import dev.picket.observation.Severity;
import dev.picket.sources.payload.MappedField;
import dev.picket.sources.payload.ObjectFormat;
import dev.picket.sources.payload.PayloadFormat;
import dev.picket.sources.payload.PayloadLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IngesterFileTest {

  private static final String ONE = "ingesters: [{name: a, format: generic, ";

  @TempDir private Path directory = Path.of("");

  @Test
  void withoutAFileThereAreFalcoAuditAndOneGeneric() {
    IngesterFile defaults = IngesterFile.defaults();
    assertThat(defaults.ingesters())
        .extracting(WebhookIngester::path)
        .containsExactly("/ingest/falco", "/ingest/audit", "/ingest/generic/default");
    assertThat(defaults.ingesters())
        .extracting(WebhookIngester::bodyLimitBytes)
        .containsExactly(1 << 20, 10 << 20, 1 << 20);
    assertThat(defaults.ingesters())
        .allSatisfy(each -> {
          assertThat(each.authentication()).isEqualTo(new Authentication.None());
          assertThat(each.rateLimit()).isEqualTo(RateLimit.NONE);
          assertThat(each.timeToLive()).isEqualTo(Duration.ofDays(30));
          assertThat(each.filters()).isEqualTo(Filters.NONE);
        });
    assertThat(defaults.limits()).isEqualTo(new Limits(40 << 20, new PayloadLimits(100, 10_000)));
  }

  @Test
  void withoutAFileTheInformerOfTrivyRuns() {
    assertThat(IngesterFile.defaults().informers())
        .containsExactly(
            new InformerIngester(
                "trivy",
                ObjectFormat.TRIVY,
                "aquasecurity.github.io",
                "v1alpha1",
                "vulnerabilityreports",
                "VulnerabilityReport",
                true,
                Duration.ofDays(30),
                Filters.NONE));
  }

  @Test
  void aFileThatDoesNotSpeakOfInformersLeavesThemAsTheyAre() throws IOException {
    assertThat(read(ONE + "}]").informers()).isEqualTo(InformerIngester.BUILT_IN);
    assertThat(read("ingesters: [{name: trivy, format: generic}]").informers()).isEmpty();
  }

  @Test
  void informersAreConfiguredAndTurnedOff() throws IOException {
    InformerIngester informer =
        read("""
        informers:
          - name: images
            format: trivy
            timeToLive: 7d
            filters: {minimumSeverity: high, namespaces: {exclude: [sandbox]}}
        """)
            .informers()
            .getFirst();
    assertThat(informer.name()).isEqualTo("images");
    assertThat(informer.plural()).isEqualTo("vulnerabilityreports");
    assertThat(informer.timeToLive()).isEqualTo(Duration.ofDays(7));
    assertThat(informer.filters().minimumSeverity()).isEqualTo(Severity.HIGH);
    assertThat(informer.filters().namespaces().exclude()).containsExactly("sandbox");
    assertThat(read("informers: []").informers()).isEmpty();
    assertThat(read("informers: []").ingesters()).isEqualTo(IngesterFile.defaults().ingesters());
  }

  @Test
  void mistakesInInformersAreToldByTheirPlace() {
    String file =
        """
        informers:
          - {name: falco, format: trivy}
          - {name: images, format: falco}
          - {name: other, format: trivy, path: /ingest/x, timeToLive: 1s}
        """;
    InvalidInputException invalid =
        catchThrowableOfType(InvalidInputException.class, () -> read(file));
    assertThat(invalid.problems())
        .extracting(InputProblem::message)
        .anyMatch(message -> message.contains("informers[0].name") && message.contains("falco"))
        .anyMatch(message -> message.contains("format") && message.endsWith("expected trivy"))
        .anyMatch(message -> message.contains("path") && message.contains("unknown key"))
        .anyMatch(message -> message.contains("timeToLive"));
  }

  @Test
  void anEmptyFileMeansTheDefaults() throws IOException {
    assertThat(read("")).isEqualTo(IngesterFile.defaults());
    assertThat(read("# nothing\n")).isEqualTo(IngesterFile.defaults());
  }

  @Test
  void theExampleIsValid() {
    IngesterFile file = IngesterFile.read(Path.of("..", "examples", "picket.yaml"));
    assertThat(file.ingesters())
        .extracting(WebhookIngester::name)
        .containsExactly("falco", "audit", "default", "backups");
    assertThat(file.limits()).isEqualTo(Limits.DEFAULT);
  }

  @Test
  void everyKeyIsRead() throws IOException {
    Files.writeString(directory.resolve("the.key"), "secret");
    IngesterFile file =
        read(
            """
            ingesters:
              - name: east
                format: generic
                path: /ingest/east/all
                authentication: {type: hmac-sha256, secretFile: the.key, header: X-Sig}
                bodyLimit: 512KiB
                rateLimit: {requestsPerSecond: 2.5, burst: 7}
                timeToLive: 12h
                filters:
                  minimumSeverity: medium
                  severities: {include: [high, critical], exclude: [critical]}
                  namespaces: {include: [shop]}
                  kinds: {exclude: [Job]}
                  categories: {include: [security]}
                  eventTypes: {include: [a_b]}
                  rules: {exclude: ["some rule"]}
                  condition: observation.title != ""
                mapping:
                  title: body.what
                  severityMap: {Awful: critical}
                  identity: {job: body.job}
            limits: {inFlight: 8MiB, jsonDepth: 50, batchItems: 20}
            """);
    WebhookIngester east = file.ingesters().getFirst();
    assertThat(east.format()).isEqualTo(PayloadFormat.GENERIC);
    assertThat(east.path()).isEqualTo("/ingest/east/all");
    assertThat(east.authentication())
        .isEqualTo(
            new Authentication.HmacSha256(directory.toAbsolutePath().resolve("the.key"), "X-Sig"));
    assertThat(east.bodyLimitBytes()).isEqualTo(512 * 1024);
    assertThat(east.rateLimit()).isEqualTo(new RateLimit(2.5, 7));
    assertThat(east.timeToLive()).isEqualTo(Duration.ofHours(12));
    assertThat(east.filters())
        .isEqualTo(
            new Filters(
                Severity.MEDIUM,
                new Selection<>(
                    Set.of(Severity.HIGH, Severity.CRITICAL), Set.of(Severity.CRITICAL)),
                new Selection<>(Set.of("shop"), Set.of()),
                new Selection<>(Set.of(), Set.of("Job")),
                new Selection<>(Set.of(Category.SECURITY), Set.of()),
                new Selection<>(Set.of("a_b"), Set.of()),
                new Selection<>(Set.of(), Set.of("some rule")),
                east.filters().condition()));
    assertThat(east.filters().condition().expression()).isEqualTo("observation.title != \"\"");
    assertThat(east.mapping().fields()).containsOnlyKeys(MappedField.TITLE);
    assertThat(east.mapping().severities()).isEqualTo(Map.of("awful", Severity.CRITICAL));
    assertThat(east.mapping().identity()).containsOnlyKeys("job");
    assertThat(file.limits()).isEqualTo(new Limits(8 << 20, new PayloadLimits(50, 20)));
  }

  @Test
  void whatIsNotNamedHasItsDefault() throws IOException {
    WebhookIngester falco =
        read("ingesters: [{name: falco-east, format: falco}]").ingesters().getFirst();
    assertThat(falco.path()).isEqualTo("/ingest/falco/falco-east");
    assertThat(falco.filters().condition()).isEqualTo(Condition.ALWAYS);
    assertThat(falco).isEqualTo(WebhookIngester.ofDefaults("falco-east", PayloadFormat.FALCO));
  }

  @Test
  void allMistakesAreToldAtOnceWithFileLineKeyValueAndWhatWasExpected() {
    List<InputProblem> problems =
        problems(
            """
            ingesters:
              - name: Falco
                format: flaco
                bodyLimt: 1MiB
                filters:
                  minimumSeverity: bad
                  condition: observation.severty == "high"
              - name: b
                format: generic
                timeToLive: 30 days
            limits:
              jsonDeph: 3
            """);
    assertThat(problems)
        .extracting(InputProblem::message)
        .satisfiesExactlyInAnyOrder(
            each ->
                assertThat(each)
                    .contains("picket.yaml:2 ingesters[0].name: got Falco; expected up to 63"),
            each ->
                assertThat(each)
                    .contains("picket.yaml:3 ingesters[0].format: got flaco; expected falco,"),
            each ->
                assertThat(each)
                    .contains("picket.yaml:4 ingesters[0].bodyLimt: got an unknown key")
                    .contains("such as bodyLimit"),
            each ->
                assertThat(each)
                    .contains("picket.yaml:6 ingesters[0].filters.minimumSeverity: got bad")
                    .contains("one of info, low, medium, high, critical"),
            each ->
                assertThat(each)
                    .contains("picket.yaml:7 ingesters[0].filters.condition, line 1, column 12")
                    .contains("severty"),
            each ->
                assertThat(each)
                    .contains("picket.yaml:10 ingesters[1].timeToLive: got 30 days")
                    .contains("such as 12h or 30d"),
            each ->
                assertThat(each)
                    .contains("picket.yaml:12 limits.jsonDeph: got an unknown key")
                    .contains("jsonDepth"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ingesters: 5 | :1 ingesters: got 5; expected a list",
        "ingesters: [] | :1 ingesters: got an empty list; expected at least one",
        "ingesters: [5] | :1 ingesters[0]: got 5; expected keys and values: name, format",
        "ingesters: [{format: falco}] | :1 ingesters[0].name: got nothing",
        "ingestrs: [] | :1 ingestrs: got an unknown key; expected ingesters, informers, limits",
        "limits: {inFlight: 1MiB} | inFlight: got 1048576 bytes; expected at least 4 times",
        "limits: {batchItems: 1.5} | got 1.5; expected a whole number from 1 to 1000000",
        "limits: {inFlight: 99999999999GiB} | expected a size from",
        "just text | got just text; expected keys and values: ingesters, informers, limits",
        "a: [ | expected well-formed YAML",
        "limits: {jsonDepth: 20, jsonDepth: 30} | expected each key once",
        "{} --- {} | YAML"
      })
  void aWrongShapeIsTold(String yaml, String told) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "authentication: {type: basic} | expected none, bearer or hmac-sha256",
        "authentication: {type: bearer} | authentication.secretFile: got nothing",
        "authentication: {type: bearer, secretFile: absent} | absent (NoSuchFileException)",
        "authentication: {secretFile: x} | expected none, unless type is bearer or hmac-sha256",
        "path: /elsewhere | expected a path below /ingest/",
        "path: /ingest/a/ | expected a path below /ingest/",
        "bodyLimit: 5 | expected a size from 1024 to",
        "rateLimit: {} | rateLimit.requestsPerSecond: got nothing",
        "rateLimit: {requestsPerSecond: 0} | got 0; expected a number from 0.001",
        "filters: {kinds: [Pod]} | filters.kinds: got a list; expected keys and values: include",
        "filters: {kinds: {include: Pod}} | filters.kinds.include: got Pod; expected a list",
        "filters: {severities: {include: [high, bad]}} | severities.include[1]: got bad",
        "filters: {condition: observation.title} | expected a CEL expression",
        "mapping: {title: 'body.'} | mapping.title, line 1, column",
        "mapping: {titel: body.x} | mapping.titel: got an unknown key; expected one such as title",
        "mapping: {severityMap: {x: bad}} | mapping.severityMap.x: got bad"
      })
  void aWrongIngesterIsTold(String yaml, String told) {
    assertThatThrownBy(() -> read(ONE + yaml + "}]"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(told);
  }

  @Test
  void namesAndPathsAreTakenOnce() {
    String two =
        """
        ingesters:
        - {name: a, format: falco, path: /ingest/x}
        - {name: a, format: audit, path: /ingest/x}
        """;
    assertThat(problems(two))
        .extracting(InputProblem::message)
        .satisfiesExactly(
            name ->
                assertThat(name)
                    .contains("picket.yaml:3 ingesters[1].name: got a")
                    .contains("it is taken at")
                    .contains("picket.yaml:2"),
            path -> assertThat(path).contains("ingesters[1].path: got /ingest/x"));
  }

  @Test
  void aMappingIsForGenericPayloadsOnly() {
    assertThatThrownBy(() -> read("ingesters: [{name: a, format: falco, mapping: {}}]"))
        .hasMessageContaining("expected none, unless format is generic");
  }

  @Test
  void aFileThatIsNotThereIsTold() {
    assertThatThrownBy(() -> IngesterFile.read(directory.resolve("absent.yaml")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("absent.yaml: got NoSuchFileException");
  }

  private List<InputProblem> problems(String yaml) {
    InvalidInputException invalid =
        catchThrowableOfType(InvalidInputException.class, () -> read(yaml));
    return invalid.problems();
  }

  private IngesterFile read(String yaml) throws IOException {
    return IngesterFile.read(Files.writeString(directory.resolve("picket.yaml"), yaml));
  }
}
