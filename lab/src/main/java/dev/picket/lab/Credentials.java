package dev.picket.lab;

import dev.picket.lab.http.Authority;
import dev.picket.lab.store.DataDirectory;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What clients know a lab by and are known by. A data directory keeps it, so that a kubeconfig goes
 * on working.
 *
 * @param token that clients show
 * @param authority that clients trust
 * @param accounts whose key signs the tokens of service accounts; nobody need trust it
 */
record Credentials(String token, Authority authority, Authority accounts) {

  private static final String TOKEN = "token";
  private static final String AUTHORITY = "authority";
  private static final String ACCOUNTS = "accounts";
  private static final int TOKEN_BYTES = 24;

  /**
   * Those of a directory, or new ones.
   *
   * @param wanted the token; empty for any
   * @param directory that keeps them; null for none
   * @throws LabStartException when those of the directory are of no use
   */
  static Credentials of(
      String wanted, @Nullable DataDirectory directory, Instant now, SecureRandom random) {
    if (directory == null) {
      return new Credentials(
          wanted.isEmpty() ? newToken(random) : wanted,
          Authority.create(now, random),
          Authority.create(now, random));
    }
    return new Credentials(
        wanted.isEmpty() ? token(directory, random) : wanted,
        authority(AUTHORITY, directory, now, random),
        authority(ACCOUNTS, directory, now, random));
  }

  private static String token(DataDirectory directory, SecureRandom random) {
    String kept = directory.text(TOKEN).map(String::strip).orElse("");
    if (!kept.isEmpty()) {
      return kept;
    }
    String token = newToken(random);
    directory.keep(TOKEN, token + "\n");
    return token;
  }

  private static Authority authority(
      String name, DataDirectory directory, Instant now, SecureRandom random) {
    Optional<String> certificate = directory.text(name + ".crt");
    Optional<String> key = directory.text(name + ".key");
    if (certificate.isPresent() && key.isPresent()) {
      return kept(name, certificate.get(), key.get(), directory, now);
    }
    Authority made = Authority.create(now, random);
    directory.keep(name + ".key", made.keyPem());
    directory.keep(name + ".crt", made.certificatePem());
    return made;
  }

  private static Authority kept(
      String name, String certificate, String key, DataDirectory directory, Instant now) {
    try {
      Authority authority = Authority.parse(certificate, key);
      authority.certificate().checkValidity(Date.from(now));
      return authority;
    } catch (IllegalArgumentException | CertificateException useless) {
      throw new LabStartException(
          "%s: %s.crt and %s.key cannot be used (%s); remove both for new ones, and fetch the kubeconfig anew"
              .formatted(directory.path(), name, name, useless.getMessage()),
          useless);
    }
  }

  private static String newToken(SecureRandom random) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
