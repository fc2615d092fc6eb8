package dev.picket.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The links of a Markdown document that lead to files of the repository. */
final class DocumentLinks {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

  private DocumentLinks() {}

  static List<Path> files(Path document) throws IOException {
    return LINK.matcher(Files.readString(document))
        .results()
        .map(link -> link.group(1))
        .filter(target -> !target.contains("://"))
        .map(target -> document.resolveSibling(target).normalize())
        .toList();
  }
}
