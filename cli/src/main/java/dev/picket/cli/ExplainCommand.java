package dev.picket.cli;

import dev.picket.observation.InvalidInputException;
import dev.picket.sources.ingester.InformerIngester;
import dev.picket.sources.ingester.IngesterFile;
import dev.picket.sources.ingester.WebhookIngester;
import dev.picket.sources.payload.PayloadLimits;
import dev.picket.sources.webhook.Explanation;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code picket explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Show, stage by stage, what becomes of a payload and why. Nothing is sent or stored.",
    footer = {
      "",
      "Examples:",
      "  picket explain --source falco < examples/falco.json",
      "  picket explain --source trivy examples/trivy-vulnerabilityreport.yaml",
      "  picket explain --source backups --config picket.yaml payload.json",
    })
final class ExplainCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      required = true,
      description =
          "The Ingester that takes the payload: falco, audit, default, trivy, or one of yours.")
  private String source;

  @Mixin private ConfigOption config;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The payload. Default: standard input.")
  private @Nullable Path file;

  @Override
  public void run() {
    IngesterFile ingesters = config.ingesters();
    Explanation explanation = explanation(ingesters, InstantSource.system().instant());
    PrintWriter out = spec.commandLine().getOut();
    explanation.items().forEach(item -> print(item, out));
    out.flush();
  }

  private Explanation explanation(IngesterFile ingesters, Instant now) {
    PayloadLimits limits = ingesters.limits().payload();
    for (InformerIngester informer : ingesters.informers()) {
      if (informer.name().equals(source)) {
        return Explanation.of(informer, limits, payload(), now);
      }
    }
    for (WebhookIngester webhook : ingesters.ingesters()) {
      if (webhook.name().equals(source)) {
        return Explanation.of(webhook, limits, payload(), now);
      }
    }
    throw new InvalidInputException("--source", source, known(ingesters));
  }

  private static String known(IngesterFile ingesters) {
    return Stream.concat(
            ingesters.ingesters().stream().map(WebhookIngester::name),
            ingesters.informers().stream().map(InformerIngester::name))
        .sorted()
        .collect(Collectors.joining(", ", "one of ", ""));
  }

  private byte[] payload() {
    try (InputStream in = file == null ? System.in : Files.newInputStream(file)) {
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new InvalidInputException("FILE", String.valueOf(file), "a file that can be read");
    }
  }

  private static void print(Explanation.ItemSteps item, PrintWriter out) {
    out.printf("item %d%n", item.index());
    for (Explanation.Step step : item.steps()) {
      String margin = "\n" + " ".repeat(15);
      out.printf("  %-11s  %s%n", step.stage(), step.text().replace("\n", margin));
    }
  }
}
