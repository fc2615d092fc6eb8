package dev.picket.store;

import dev.picket.observation.InvalidInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the store is and how it works.
 *
 * @param jdbcUrl without user and password
 * @param password never part of a message or of {@link #toString()}
 * @param writers how many transactions are under way at once, 1 to 16
 * @param queuedSubmissionsMax how many submissions wait at the most; beyond it the store says that
 *     it is unavailable
 * @param queuedBytesMax their size at the most, roughly, in bytes of memory
 * @param batchSubmissions how many submissions share a transaction, unless one caller brings more
 * @param identityMemory how long an OccurrenceId is known, counted from its own time
 * @param changeMemory how long changes can be followed
 */
public record StoreSettings(
    String jdbcUrl,
    String user,
    String password,
    int writers,
    int queuedSubmissionsMax,
    long queuedBytesMax,
    int batchSubmissions,
    Duration identityMemory,
    Duration changeMemory) {

  private static final Pattern SECRET = Pattern.compile("(?i)(password=)[^&]*");
  private static final int WRITERS_MAX = 16;

  public StoreSettings {
    if (writers < 1 || writers > WRITERS_MAX) {
      throw new InvalidInputException("writers", Integer.toString(writers), "1 to " + WRITERS_MAX);
    }
    requirePositive("queuedSubmissionsMax", queuedSubmissionsMax);
    requirePositive("queuedBytesMax", queuedBytesMax);
    requirePositive("batchSubmissions", batchSubmissions);
    requirePositive("identityMemory", identityMemory.toMillis());
    requirePositive("changeMemory", changeMemory.toMillis());
  }

  /** The defaults, at this place. */
  public static StoreSettings of(String jdbcUrl, String user, String password) {
    return new StoreSettings(
        jdbcUrl,
        user,
        password,
        2,
        20_000,
        64L << 20,
        4_000,
        Duration.ofHours(1),
        Duration.ofHours(1));
  }

  /**
   * The defaults, at the place that a URL names: {@code
   * postgresql://user:password@host:port/database}, also written {@code postgres://}, or {@code
   * jdbc:postgresql://} with user and password as parameters. Special characters are
   * percent-encoded.
   *
   * @param place where the URL stood, for the message: a flag's or a variable's name
   * @throws InvalidInputException when it is not such a URL; the message shows no password
   */
  public static StoreSettings parse(String place, String url) {
    String plain = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
    try {
      return parse(new URI(plain));
    } catch (URISyntaxException | IllegalArgumentException wrong) {
      throw new InvalidInputException(
          place,
          redacted(url),
          "postgresql://user:password@host:port/database, special characters percent-encoded");
    }
  }

  private static StoreSettings parse(URI uri) {
    String scheme = String.valueOf(uri.getScheme());
    boolean known = scheme.equals("postgres") || scheme.equals("postgresql");
    String path = uri.getRawPath();
    if (!known || uri.getHost() == null || path == null || path.length() < 2) {
      throw new IllegalArgumentException("not a PostgreSQL URL");
    }
    Map<String, String> parameters = parameters(uri);
    String user = parameters.remove("user");
    String password = parameters.remove("password");
    if (user == null || user.isEmpty()) {
      throw new IllegalArgumentException("no user");
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String rest =
        parameters.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("&"));
    return of(
        "jdbc:postgresql://" + uri.getHost() + port + path + (rest.isEmpty() ? "" : "?" + rest),
        decoded(user),
        password == null ? "" : decoded(password));
  }

  /** What stands after the question mark, with user and password from wherever they stand. */
  private static Map<String, String> parameters(URI uri) {
    Map<String, String> parameters = new LinkedHashMap<>();
    String userInfo = uri.getRawUserInfo();
    if (userInfo != null) {
      int colon = userInfo.indexOf(':');
      parameters.put("user", colon < 0 ? userInfo : userInfo.substring(0, colon));
      parameters.put("password", colon < 0 ? "" : userInfo.substring(colon + 1));
    }
    String query = uri.getRawQuery();
    for (String each : query == null ? new String[0] : query.split("&", -1)) {
      int equals = each.indexOf('=');
      if (equals > 0) {
        parameters.put(each.substring(0, equals), each.substring(equals + 1));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    // Unlike in a form, a plus sign stands for itself.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String redacted(String url) {
    int at = url.lastIndexOf('@');
    int slashes = url.indexOf("//");
    String withoutUser =
        at < 0 || slashes < 0 || slashes > at
            ? url
            : url.substring(0, slashes + 2) + "***" + url.substring(at);
    return SECRET.matcher(withoutUser).replaceAll("$1***");
  }

  private static void requirePositive(String place, long value) {
    if (value < 1) {
      throw new InvalidInputException(place, Long.toString(value), "at least 1");
    }
  }

  @Override
  public String toString() {
    return "StoreSettings[jdbcUrl=" + redacted(jdbcUrl) + ", user=" + user + "]";
  }
}
