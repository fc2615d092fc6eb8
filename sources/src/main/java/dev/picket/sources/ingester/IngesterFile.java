package dev.picket.sources.ingester;

import dev.picket.observation.InputProblem;
import dev.picket.observation.InvalidInputException;
import dev.picket.sources.payload.PayloadFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a configuration file says about Ingesters, checked and complete.
 *
 * @param ingesters webhooks, with different names and different paths
 * @param informers with names of their own
 */
public record IngesterFile(
    List<WebhookIngester> ingesters, List<InformerIngester> informers, Limits limits) {

  private static final long SIZE_MAX_BYTES = 4L * 1024 * 1024;

  public IngesterFile {
    ingesters = List.copyOf(ingesters);
    informers = List.copyOf(informers);
  }

  /** With the informers that run when none are configured. */
  public IngesterFile(List<WebhookIngester> ingesters, Limits limits) {
    this(ingesters, InformerIngester.BUILT_IN, limits);
  }

  /**
   * What holds without a file: Falco, audit, a generic Ingester named {@code default}, and the
   * informer {@code trivy}.
   */
  public static IngesterFile defaults() {
    return new IngesterFile(
        List.of(
            WebhookIngester.ofDefaults("falco", PayloadFormat.FALCO),
            WebhookIngester.ofDefaults("audit", PayloadFormat.AUDIT),
            WebhookIngester.ofDefaults("default", PayloadFormat.GENERIC)),
        Limits.DEFAULT);
  }

  /**
   * Reads a YAML file. Secret files it names are looked for beside it.
   *
   * @throws InvalidInputException with everything that is wrong, each with file, line, key, value
   *     and what was expected
   */
  public static IngesterFile read(Path file) {
    YamlNode root = YamlReader.read(file.toString(), text(file));
    List<InputProblem> problems = new ArrayList<>();
    IngesterFile read = new FileParser(file, problems).parse(root);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return read;
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > SIZE_MAX_BYTES) {
        throw new InvalidInputException(
            file.toString(), "more", "at most " + SIZE_MAX_BYTES + " bytes");
      }
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new InvalidInputException(
          file.toString(), unreadable.getClass().getSimpleName(), "a file of UTF-8 text to read");
    }
  }
}
