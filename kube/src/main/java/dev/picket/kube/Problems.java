package dev.picket.kube;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What keeps the parts of something from working; logged when it begins and when it ends. */
final class Problems {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private static final int FAILURES_TOLD = 3;

  private final String subject;
  private final Map<String, String> problems = new TreeMap<>();
  private final Map<String, Integer> failures = new TreeMap<>();

  Problems(String subject) {
    this.subject = subject;
  }

  /**
   * The part got no answer. Told when it happens again and again: the first requests after a server
   * closed connections may still use one of those.
   */
  synchronized void failed(String part, Exception failure) {
    if (failures.merge(part, 1, Integer::sum) >= FAILURES_TOLD) {
      begin(part, Level.WARN, String.valueOf(failure.getMessage()));
    }
  }

  /** The part was refused. A kind that is not there is nobody's mistake: it may come yet. */
  synchronized void refused(String part, Answer answer, String problem) {
    begin(part, answer.status() == Answer.NOT_FOUND ? Level.INFO : Level.WARN, problem);
  }

  private void begin(String part, Level level, String problem) {
    if (problems.put(part, problem) == null) {
      log.atLevel(level)
          .addKeyValue("informer", subject)
          .addKeyValue("part", part)
          .log("{}", problem);
    }
  }

  synchronized void end(String part) {
    failures.remove(part);
    if (problems.remove(part) != null) {
      log.atInfo().addKeyValue("informer", subject).addKeyValue("part", part).log("works again");
    }
  }

  /** The part is no more. */
  synchronized void forget(String part) {
    failures.remove(part);
    problems.remove(part);
  }

  /** All of them, each once; empty when there are none. */
  synchronized String text() {
    return problems.values().stream().distinct().collect(Collectors.joining("\n"));
  }
}
