package dev.picket.lab.http;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority of its own and one certificate for this machine, made for one run of the
 * lab and never written to disk.
 *
 * @param authority the CA's certificate
 * @param server the certificate for 127.0.0.1, ::1 and localhost
 * @param key the server's
 */
public record Certificates(X509Certificate authority, X509Certificate server, PrivateKey key) {

  private static final Duration BACKDATED = Duration.ofDays(1);
  private static final Duration VALID = Duration.ofDays(365);
  private static final int SERIAL_BITS = 120;
  private static final X500Name AUTHORITY = new X500Name("CN=picket-lab-ca");
  private static final X500Name SERVER = new X500Name("CN=picket-lab");

  /**
   * Makes a new authority and its certificate.
   *
   * @param host a further address that the certificate is for
   * @throws IllegalStateException when this Java has no elliptic curves
   */
  public static Certificates create(String host, Instant now, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair authority = generator.generateKeyPair();
      KeyPair server = generator.generateKeyPair();
      JcaX509v3CertificateBuilder own = builder(AUTHORITY, authority, now, random);
      own.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      own.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      JcaX509v3CertificateBuilder signed = builder(SERVER, server, now, random);
      signed.addExtension(Extension.subjectAlternativeName, false, names(host));
      return new Certificates(
          signed(own, authority, random), signed(signed, authority, random), server.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException | IOException failure) {
      throw new IllegalStateException("cannot make the lab's certificates", failure);
    }
  }

  /** The authority's certificate, for clients to trust. */
  public String authorityPem() {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(authority);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return text.toString();
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name subject, KeyPair keys, Instant now, SecureRandom random) {
    return new JcaX509v3CertificateBuilder(
        AUTHORITY,
        new BigInteger(SERIAL_BITS, random),
        Date.from(now.minus(BACKDATED)),
        Date.from(now.plus(VALID)),
        subject,
        keys.getPublic());
  }

  private static X509Certificate signed(
      JcaX509v3CertificateBuilder builder, KeyPair authority, SecureRandom random)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA")
                    .setSecureRandom(random)
                    .build(authority.getPrivate())));
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
