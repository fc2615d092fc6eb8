package dev.picket.store;

import dev.picket.observation.InputProblem;
import dev.picket.observation.Recorded;
import dev.picket.observation.Submission;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What PostgreSQL's error codes mean to Picket (PostgreSQL manual, appendix A). */
final class SqlFailures {

  private static final Pattern CONSTRAINT = Pattern.compile("violates check constraint \"(.*)\"");

  private SqlFailures() {}

  /** The data is at fault: it would fail again whenever it is sent. */
  static boolean isData(SQLException failure) {
    String state = state(failure);
    return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
  }

  /** Another transaction was in the way; the same again may succeed. */
  static boolean isContention(SQLException failure) {
    String state = state(failure);
    return state.equals("40001") || state.equals("40P01");
  }

  /** The connection is at fault, or the server as a whole, rather than the one statement. */
  static boolean isConnection(SQLException failure) {
    String state = state(failure);
    return state.startsWith("08") || state.startsWith("57P") || isConfiguration(failure);
  }

  /** User, password or permissions are wrong, or the database does not exist. */
  static boolean isConfiguration(SQLException failure) {
    String state = state(failure);
    return state.startsWith("28") || state.equals("3D000") || state.equals("42501");
  }

  /** What becomes of a submission that PostgreSQL refuses. */
  static Recorded refused(Submission submission, SQLException failure) {
    String title = submission.occurrence().title();
    return new Recorded.Refused(
        problem(title.isEmpty() ? submission.fingerprint().hex() : title, failure));
  }

  /** The problem with data that PostgreSQL refuses. */
  static InputProblem problem(String value, SQLException failure) {
    String said = summary(failure);
    Matcher constraint = CONSTRAINT.matcher(said);
    String expected = constraint.find() ? constraint.group(1).replace('_', ' ') : said;
    return new InputProblem("item", value, "what PostgreSQL can hold: " + expected);
  }

  /** One line that shows no data: what follows on the other lines may. */
  static String summary(SQLException failure) {
    String message = failure.getMessage();
    return message == null
        ? "SQLSTATE " + state(failure)
        : message.lines().findFirst().orElse("").replaceFirst("^(ERROR|FATAL): ", "");
  }

  private static String state(SQLException failure) {
    String state = failure.getSQLState();
    return state == null ? "" : state;
  }
}
