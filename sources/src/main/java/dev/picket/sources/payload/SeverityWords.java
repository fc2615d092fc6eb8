package dev.picket.sources.payload;

import dev.picket.observation.Severity;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What tools call their severities. */
final class SeverityWords {

  private static final Map<String, Severity> SYNONYMS = synonyms();

  private SeverityWords() {}

  /** The severity that a word means, first by the given map, then by common use. */
  static Optional<Severity> severity(String word, Map<String, Severity> configured) {
    String lower = word.strip().toLowerCase(Locale.ROOT);
    Severity severity = configured.get(lower);
    return Optional.ofNullable(severity == null ? SYNONYMS.get(lower) : severity);
  }

  private static Map<String, Severity> synonyms() {
    Map<String, Severity> words = new HashMap<>();
    put(
        words,
        Severity.CRITICAL,
        "critical",
        "crit",
        "fatal",
        "emergency",
        "emerg",
        "panic",
        "alert",
        "p1",
        "sev1");
    put(words, Severity.HIGH, "high", "error", "err", "severe", "major", "p2", "sev2");
    put(words, Severity.MEDIUM, "medium", "moderate", "warning", "warn", "p3", "sev3");
    put(words, Severity.LOW, "low", "minor", "notice", "p4", "sev4");
    put(
        words,
        Severity.INFO,
        "info",
        "informational",
        "information",
        "debug",
        "trace",
        "none",
        "ok",
        "p5",
        "sev5");
    return Map.copyOf(words);
  }

  private static void put(Map<String, Severity> words, Severity severity, String... synonyms) {
    List.of(synonyms).forEach(each -> words.put(each, severity));
  }
}
