package dev.picket.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.picket.observation.InvalidInputException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreSettingsTest {

  @Test
  void defaultsArePinned() {
    assertThat(StoreSettings.of("jdbc:postgresql://db/picket", "me", "secret"))
        .isEqualTo(
            new StoreSettings(
                "jdbc:postgresql://db/picket",
                "me",
                "secret",
                2,
                20_000,
                64L << 20,
                4_000,
                Duration.ofHours(1),
                Duration.ofHours(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://me:p%40ss+%2F@db.example:5433/picket?sslmode=require",
        "postgresql://me:p%40ss+%2F@db.example:5433/picket?sslmode=require",
        "jdbc:postgresql://db.example:5433/picket?user=me&password=p%40ss+%2F&sslmode=require",
      })
  void theUsualFormsMeanTheSame(String url) {
    assertThat(StoreSettings.parse("--store", url))
        .isEqualTo(
            StoreSettings.of(
                "jdbc:postgresql://db.example:5433/picket?sslmode=require", "me", "p@ss+/"));
  }

  @Test
  void portAndPasswordMayBeLeftOut() {
    assertThat(StoreSettings.parse("--store", "postgres://me@db/picket"))
        .isEqualTo(StoreSettings.of("jdbc:postgresql://db/picket", "me", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "db.example",
        "mysql://me:secret@db/picket",
        "postgres://db/picket",
        "postgres://me:secret@/picket",
        "postgres://me:secret@db",
        "postgres://me:secret@db/",
        "postgres://me:secret @db/picket",
        "postgres://me:secret%zz@db/picket",
        "jdbc:postgresql://db/picket?password=secret",
      })
  void anythingElseIsRefusedWithoutShowingThePassword(String url) {
    assertThatThrownBy(() -> StoreSettings.parse("--store", url))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("--store: got ")
        .hasMessageContaining("expected postgresql://user:password@host:port/database")
        .hasMessageNotContaining("secret");
  }

  @Test
  void thePasswordIsNotPrinted() {
    StoreSettings settings =
        StoreSettings.of("jdbc:postgresql://db/picket?password=secret", "me", "secret");
    assertThat(settings.toString()).doesNotContain("secret").contains("db/picket");
  }

  @Test
  void boundsAreChecked() {
    StoreSettings sane = StoreSettings.of("jdbc:postgresql://db/picket", "me", "secret");
    assertThatThrownBy(() -> with(sane, 0, 1)).hasMessage("writers: got 0; expected 1 to 16");
    assertThatThrownBy(() -> with(sane, 1, 0))
        .hasMessage("queuedSubmissionsMax: got 0; expected at least 1");
  }

  private static StoreSettings with(StoreSettings base, int writers, int queue) {
    return new StoreSettings(
        base.jdbcUrl(),
        base.user(),
        base.password(),
        writers,
        queue,
        base.queuedBytesMax(),
        base.batchSubmissions(),
        base.identityMemory(),
        base.changeMemory());
  }
}
