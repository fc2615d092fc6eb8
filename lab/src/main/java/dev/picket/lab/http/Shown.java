package dev.picket.lab.http;

import dev.picket.lab.access.Credentials;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads the credentials that requests show. */
final class Shown {

  private static final HeaderName USER = HeaderNames.create("Impersonate-User");
  private static final HeaderName UID = HeaderNames.create("Impersonate-Uid");
  private static final HeaderName GROUP = HeaderNames.create("Impersonate-Group");
  private static final String EXTRA = "impersonate-extra-";

  private Shown() {}

  /** Those of a request, with the certificate of its connection. */
  static Credentials of(Headers headers, PeerInfo peer) {
    Certificate[] chain = peer.tlsCertificates().orElse(new Certificate[0]);
    return chain.length > 0 && chain[0] instanceof X509Certificate certificate
        ? new Credentials(
            authorization(headers),
            ClientCertificate.requester(certificate),
            text(headers, USER),
            text(headers, UID),
            groups(headers),
            extra(headers))
        : of(headers);
  }

  /** Those of headers alone. */
  static Credentials of(Headers headers) {
    return new Credentials(
        authorization(headers),
        null,
        text(headers, USER),
        text(headers, UID),
        groups(headers),
        extra(headers));
  }

  private static String authorization(Headers headers) {
    return text(headers, HeaderNames.AUTHORIZATION);
  }

  private static String text(Headers headers, HeaderName name) {
    return headers.first(name).orElse("");
  }

  private static List<String> groups(Headers headers) {
    return headers.contains(GROUP) ? List.copyOf(headers.get(GROUP).allValues()) : List.of();
  }

  private static Map<String, List<String>> extra(Headers headers) {
    Map<String, List<String>> extra = new TreeMap<>();
    for (Header each : headers) {
      String name = each.name().toLowerCase(Locale.ROOT);
      if (name.startsWith(EXTRA)) {
        String key = URLDecoder.decode(name.substring(EXTRA.length()), StandardCharsets.UTF_8);
        extra.put(key, List.copyOf(each.allValues()));
      }
    }
    return extra;
  }
}
