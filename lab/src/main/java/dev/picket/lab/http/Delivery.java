package dev.picket.lab.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Sends bodies: what is long and wanted so is compressed, what describes the API may be kept. */
final class Delivery {

  /** From which length on the real API server compresses, in bytes. */
  static final int COMPRESSED_FROM = 128 * 1024;

  private static final String VARIES_BY = "Accept, Accept-Encoding";
  private static final int BUFFER = 16 * 1024;

  private Delivery() {}

  static void send(byte[] body, ServerRequest request, ServerResponse response) throws IOException {
    boolean reads = request.prologue().method().equals(Method.GET);
    if (reads && response.status().equals(Status.OK_200)) {
      if (tagged(body, request, response)) {
        return;
      }
      if (body.length >= COMPRESSED_FROM && takesGzip(request.headers())) {
        response.header(HeaderNames.CONTENT_ENCODING, "gzip");
        response.header(HeaderNames.VARY, VARIES_BY);
        response.send(compressed(body));
        return;
      }
    } else {
      response.header(HeaderNames.CACHE_CONTROL, "no-cache, private");
    }
    response.send(body);
  }

  /** Names what describes the API by a hash; whether it was enough to say that nothing changed. */
  private static boolean tagged(byte[] body, ServerRequest request, ServerResponse response) {
    String path = request.path().absolute().path();
    boolean describes = path.startsWith("/openapi/") || path.equals("/api") || path.equals("/apis");
    boolean named = path.startsWith("/openapi/") && request.query().contains("hash");
    if (!describes) {
      response.header(HeaderNames.CACHE_CONTROL, "no-cache, private");
      return false;
    }
    String hash = hash(body);
    boolean current = named && request.query().get("hash").equals(hash);
    response.header(HeaderNames.CACHE_CONTROL, current ? "public, immutable" : "no-cache, private");
    String tag = "\"" + hash + "\"";
    response.header(HeaderNames.ETAG, tag);
    response.header(HeaderNames.VARY, VARIES_BY);
    if (request.headers().first(HeaderNames.IF_NONE_MATCH).filter(tag::equals).isPresent()) {
      response.status(Status.NOT_MODIFIED_304).send();
      return true;
    }
    return false;
  }

  /** As the API's documents have it in their addresses. */
  private static String hash(byte[] body) {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static boolean takesGzip(Headers headers) {
    for (String each : headers.values(HeaderNames.ACCEPT_ENCODING)) {
      for (String encoding : each.toLowerCase(Locale.ROOT).split(",", -1)) {
        if (encoding.strip().equals("gzip")) {
          return true;
        }
      }
    }
    return false;
  }

  private static byte[] compressed(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 8);
    try (GZIPOutputStream out = new GZIPOutputStream(bytes, BUFFER)) {
      out.write(body);
    }
    return bytes.toByteArray();
  }
}
