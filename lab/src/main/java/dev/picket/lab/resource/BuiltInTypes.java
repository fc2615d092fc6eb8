package dev.picket.lab.resource;

import dev.picket.lab.resource.ResourceType.Stored;
import dev.picket.lab.resource.ResourceType.Updates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The resources that are there from the start, from the table in {@code kinds.txt}. */
public final class BuiltInTypes {

  /** All of them, in every version. */
  public static final List<ResourceType> ALL = read();

  public static final ResourceType NAMESPACE = get("", "namespaces");
  public static final ResourceType DEFINITION =
      get("apiextensions.k8s.io", "customresourcedefinitions");

  private BuiltInTypes() {}

  /**
   * The resource of a group and plural in its first version.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static ResourceType get(String group, String plural) {
    return ALL.stream()
        .filter(each -> each.group().equals(group) && each.plural().equals(plural))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("no built-in resource " + plural + " in '" + group + "'"));
  }

  private static List<ResourceType> read() {
    try (InputStream in = BuiltInTypes.class.getResourceAsStream("kinds.txt")) {
      if (in == null) {
        throw new IllegalStateException("kinds.txt is missing from the jar");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(each -> !each.isBlank() && !each.startsWith("#"))
          .map(BuiltInTypes::parse)
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static ResourceType parse(String line) {
    List<String> words = Arrays.asList(line.split(" ", -1));
    String apiVersion = words.get(0);
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    String plural = words.get(1);
    String kind = words.get(2);
    List<String> rules = words.subList(3, words.size());
    List<String> only = listed(rules, "only=");
    return new ResourceType(
        group,
        apiVersion.substring(slash + 1),
        stored(rules, group, apiVersion, plural),
        plural,
        kind.toLowerCase(Locale.ROOT),
        kind,
        kind + "List",
        !rules.contains("cluster"),
        listed(rules, "short="),
        listed(rules, "in="),
        new Updates(rules.contains("conditional"), rules.contains("creates")),
        Set.copyOf(listed(rules, "sub=")),
        only.isEmpty() ? ResourceType.ALL_VERBS : only,
        null,
        Columns.of(group, kind),
        null,
        0,
        Map.of());
  }

  private static Stored stored(List<String> rules, String group, String apiVersion, String plural) {
    for (String rule : rules) {
      if (rule.startsWith("stored=")) {
        List<String> parts = Arrays.asList(rule.substring("stored=".length()).split("/", -1));
        String of = parts.get(0);
        return of.isEmpty()
            ? new Stored(parts.get(2), parts.get(1))
            : new Stored(parts.get(2) + "." + of, of + "/" + parts.get(1));
      }
    }
    return new Stored(group.isEmpty() ? plural : plural + "." + group, apiVersion);
  }

  private static List<String> listed(List<String> rules, String prefix) {
    return rules.stream()
        .filter(each -> each.startsWith(prefix))
        .flatMap(each -> Arrays.stream(each.substring(prefix.length()).split(",", -1)))
        .toList();
  }
}
