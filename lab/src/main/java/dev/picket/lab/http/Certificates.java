package dev.picket.lab.http;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * A certificate for this machine, made for one run of the lab and never written to disk.
 *
 * @param authority that signed it
 * @param server the certificate for 127.0.0.1, ::1 and localhost
 * @param key the server's
 */
public record Certificates(Authority authority, X509Certificate server, PrivateKey key) {

  private static final Duration VALID = Duration.ofDays(365);
  private static final X500Name SERVER = new X500Name("CN=picket-lab");

  /**
   * Makes one.
   *
   * @param host a further address that the certificate is for
   * @throws IllegalStateException when this Java has no elliptic curves
   */
  public static Certificates create(
      Authority authority, String host, Instant now, SecureRandom random) {
    try {
      KeyPair keys = Authority.keys(random);
      JcaX509v3CertificateBuilder builder =
          Authority.builder(SERVER, keys.getPublic(), now, VALID, random);
      builder.addExtension(Extension.subjectAlternativeName, false, names(host));
      return new Certificates(authority, authority.sign(builder, random), keys.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException | IOException failure) {
      throw new IllegalStateException("cannot make the lab's certificate", failure);
    }
  }

  private static GeneralNames names(String host) {
    boolean address = host.matches("[0-9.]+|.*:.*");
    return new GeneralNames(
        new GeneralName[] {
          new GeneralName(GeneralName.dNSName, "localhost"),
          new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
          new GeneralName(GeneralName.iPAddress, "::1"),
          new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host)
        });
  }
}
