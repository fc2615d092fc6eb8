package dev.picket.sources.payload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.observation.Category;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.Item;
import dev.picket.observation.Occurrence;
import dev.picket.observation.OccurrenceId;
import dev.picket.observation.Resource;
import dev.picket.observation.Severity;
import dev.picket.sources.condition.CelField;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GenericNormaliserTest {

  @Test
  void theExampleIsReadByItsCommonNames() {
    Occurrence backup = Payloads.only(Payloads.generic(Payloads.example("generic.json")));
    assertThat(backup.category()).isEqualTo(Category.OPERATIONS);
    assertThat(backup.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(backup.eventType()).isEqualTo("backup_overdue");
    assertThat(backup.rule()).isEqualTo("backup-age");
    assertThat(backup.title()).isEqualTo("Backup of orders-db is older than 26 hours");
    assertThat(backup.resource())
        .isEqualTo(new Resource("apps/v1", "StatefulSet", "shop", "orders-db"));
    assertThat(backup.id()).isNull();
    assertThat(backup.observedAt()).isEqualTo("2026-11-22T09:30:00Z");
    assertThat(backup.details()).contains("runbooks/backup-age");
  }

  @ParameterizedTest
  @CsvSource({
    "severity, fatal, CRITICAL",
    "level, ERROR, HIGH",
    "priority, P1, CRITICAL",
    "priority, P3, MEDIUM",
    "level, warning, MEDIUM",
    "severity, notice, LOW",
    "severity, Informational, INFO"
  })
  void severitiesHaveTheirUsualSynonyms(String field, String word, Severity severity) {
    assertThat(event("\"" + field + "\":\"" + word + "\"").severity()).isEqualTo(severity);
  }

  @Test
  void aSeverityThatIsNotUnderstoodIsMediumAndKept() {
    Occurrence event = event("\"severity\":\"spicy\"");
    assertThat(event.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(event.details()).contains("\"picketUnmappedSeverity\":\"spicy\"");
  }

  @Test
  void withoutARuleTheTitleTellsProblemsApart() {
    assertThat(Fingerprint.of(titled("a", ""))).isNotEqualTo(Fingerprint.of(titled("b", "")));
    String rule = ",\"rule\":\"r\"";
    assertThat(Fingerprint.of(titled("a", rule))).isEqualTo(Fingerprint.of(titled("b", rule)));
  }

  @Test
  void anIdMakesAReportKnownAgain() {
    assertThat(event("\"id\":17,\"time\":1795341511").id())
        .isEqualTo(new OccurrenceId(Instant.ofEpochSecond(1795341511), "17"));
  }

  @Test
  void anEventTypeIsMadeOfLettersDigitsAndUnderscores() {
    assertThat(event("\"type\":\" Disk Full (95%)\"").eventType()).isEqualTo("disk_full_95");
    assertThat(event("\"type\":\"!!\"").eventType()).isEqualTo("custom_event");
  }

  @Test
  void aTitleIsRequiredAndThePlacesLookedAtAreTold() {
    assertThat(Payloads.generic("[{\"title\":\"\"}]"))
        .singleElement()
        .isInstanceOfSatisfying(
            Item.Invalid.class,
            invalid ->
                assertThat(invalid.problem().message())
                    .startsWith("/0: got an object; expected a title, looked for in /title, "));
  }

  @Test
  void aMappingSaysWhereThingsAre() {
    Mapping mapping =
        new Mapping(
            Map.of(
                MappedField.TITLE, CelField.compile("body.job + ' is late'", "here"),
                MappedField.SEVERITY, CelField.compile("body.urgency", "here"),
                MappedField.KIND, CelField.compile("'StatefulSet'", "here"),
                MappedField.TIME, CelField.compile("body.at", "here"),
                MappedField.NAMESPACE, CelField.compile("body.absent.namespace", "here"),
                MappedField.NAME, CelField.compile("body.targets[0].name", "here")),
            Map.of("number", CelField.compile("body.number", "here")),
            Map.of("now", Severity.CRITICAL));
    Occurrence event =
        Payloads.only(
            Payloads.generic(
                "{\"job\":\"orders\",\"urgency\":\"NOW\",\"at\":1795341511,\"number\":7,"
                    + "\"targets\":[{\"name\":\"orders-db\"}],\"type\":\"late\",\"nothing\":null}",
                mapping));
    assertThat(event.title()).isEqualTo("orders is late");
    assertThat(event.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(event.resource()).isEqualTo(new Resource("", "StatefulSet", "", "orders-db"));
    assertThat(event.identity()).isEqualTo(Map.of("number", "7"));
    assertThat(event.observedAt()).isEqualTo(Instant.ofEpochSecond(1795341511));
    assertThat(event.eventType()).isEqualTo("late");
  }

  @Test
  void aMappedTitleThatIsNotThereIsTold() {
    Mapping mapping =
        new Mapping(
            Map.of(MappedField.TITLE, CelField.compile("body.job", "here")), Map.of(), Map.of());
    assertThat(Payloads.generic("{\"title\":\"t\"}", mapping))
        .singleElement()
        .isInstanceOfSatisfying(
            Item.Invalid.class,
            invalid ->
                assertThat(invalid.problem().expected())
                    .isEqualTo("a title, looked for in body.job"));
  }

  @Test
  void alertsOfPrometheusAreUnderstood() {
    Occurrence alert =
        Payloads.only(
            Payloads.generic(
                "{\"labels\":{\"alertname\":\"PodCrashLooping\",\"severity\":\"critical\","
                    + "\"namespace\":\"shop\",\"pod\":\"web-0\"},\"annotations\":{\"summary\":"
                    + "\"web-0 restarts\"},\"startsAt\":\"2026-11-22T09:00:00Z\"}"));
    assertThat(alert.rule()).isEqualTo("PodCrashLooping");
    assertThat(alert.title()).isEqualTo("web-0 restarts");
    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.resource()).isEqualTo(new Resource("", "", "shop", "web-0"));
  }

  private static Occurrence event(String field) {
    return Payloads.only(Payloads.generic("{\"title\":\"t\"," + field + "}"));
  }

  private static Occurrence titled(String title, String more) {
    return Payloads.only(Payloads.generic("{\"title\":\"" + title + "\"" + more + "}"));
  }
}
