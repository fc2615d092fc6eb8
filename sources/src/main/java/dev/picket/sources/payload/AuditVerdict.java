package dev.picket.sources.payload;

import dev.picket.observation.Severity;
import java.util.List;

/** Whether an audit event matters. */
sealed interface AuditVerdict {

  /**
   * It does.
   *
   * @param eventType what kind of event it is
   * @param rule which of {@link AuditRules} says so
   * @param action what was done, for the title, such as {@code deleted}
   * @param privileges what a pod may do that others may not
   */
  record Matters(
      String eventType, String rule, Severity severity, String action, List<String> privileges)
      implements AuditVerdict {

    public Matters {
      privileges = List.copyOf(privileges);
    }

    static Matters of(String eventType, String rule, Severity severity, String action) {
      return new Matters(eventType, rule, severity, action, List.of());
    }
  }

  /**
   * It does not.
   *
   * @param reason a short constant
   */
  record Irrelevant(String reason) implements AuditVerdict {}
}
