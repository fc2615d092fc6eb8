package dev.picket.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The dashboard's files, from the jars that carry them: our own from {@code /dashboard}, libraries
 * from their WebJars. Each is read, compressed and hashed once, when it is first asked for.
 *
 * <p>Safe for use by many threads.
 */
final class Assets {

  /** Names without anything that could lead out of a folder. */
  private static final Pattern SAFE =
      Pattern.compile("(?:[A-Za-z0-9@_-][A-Za-z0-9@._-]*/)*[A-Za-z0-9@_-][A-Za-z0-9@._-]*");

  private static final Set<String> LIBRARIES =
      Set.of(
          "lit", "lit-html", "lit-element", "lit__reactive-element", "chart.js", "kurkle__color");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "yaml", "application/yaml");

  private final Map<String, Asset> known = new ConcurrentHashMap<>();

  /**
   * A file.
   *
   * @param gzip the same, compressed
   * @param etag names exactly these bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // read once and sent; nobody changes or compares it
  record Asset(String contentType, byte[] body, byte[] gzip, String etag) {}

  /** One of our own files. */
  Optional<Asset> own(String path) {
    return SAFE.matcher(path).matches() ? find("/dashboard/" + path) : Optional.empty();
  }

  /** A library's file, such as {@code lit/3.3.1/index.js}. */
  Optional<Asset> library(String path) {
    int slash = path.indexOf('/');
    boolean ours = slash > 0 && LIBRARIES.contains(path.substring(0, slash));
    return ours && SAFE.matcher(path).matches()
        ? find("/META-INF/resources/webjars/" + path)
        : Optional.empty();
  }

  /** The description of the API. */
  Asset apiDescription() {
    return find("/openapi.yaml")
        .orElseThrow(() -> new IllegalStateException("the jar has no openapi.yaml"));
  }

  private Optional<Asset> find(String resource) {
    String type =
        TYPES.get(resource.substring(resource.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    if (type == null) {
      return Optional.empty();
    }
    Asset asset = known.get(resource);
    if (asset == null) {
      asset = read(resource, type);
      if (asset != null) {
        known.put(resource, asset);
      }
    }
    return Optional.ofNullable(asset);
  }

  private static @Nullable Asset read(String resource, String type) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        return null;
      }
      byte[] body = in.readAllBytes();
      return new Asset(type, body, compressed(body), etag(body));
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + resource, failure);
    }
  }

  private static byte[] compressed(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    }
    return bytes.toByteArray();
  }

  private static String etag(byte[] body) {
    return '"' + HexFormat.of().formatHex(sha256(body), 0, 8) + '"';
  }

  static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
