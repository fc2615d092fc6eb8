package dev.picket.lab.http;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority: one lab's own, or that of a data directory.
 *
 * @param certificate that clients trust
 * @param key that signs
 */
public record Authority(X509Certificate certificate, PrivateKey key) {

  private static final Duration BACKDATED = Duration.ofDays(1);
  private static final Duration VALID = Duration.ofDays(3_650);
  private static final int SERIAL_BITS = 120;
  private static final X500Name NAME = new X500Name("CN=picket-lab-ca");

  /**
   * Makes a new one.
   *
   * @throws IllegalStateException when this Java has no elliptic curves
   */
  public static Authority create(Instant now, SecureRandom random) {
    try {
      KeyPair keys = keys(random);
      JcaX509v3CertificateBuilder own = builder(NAME, keys.getPublic(), now, VALID, random);
      own.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      own.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      return new Authority(signed(own, keys.getPrivate(), random), keys.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException | IOException failure) {
      throw new IllegalStateException("cannot make the lab's certificate authority", failure);
    }
  }

  /**
   * Reads what {@link #certificatePem} and {@link #keyPem} gave.
   *
   * @throws IllegalArgumentException when they are not that
   */
  public static Authority parse(String certificatePem, String keyPem) {
    try (PEMParser certificate = new PEMParser(new StringReader(certificatePem));
        PEMParser key = new PEMParser(new StringReader(keyPem))) {
      if (certificate.readObject() instanceof X509CertificateHolder holder
          && key.readObject() instanceof PrivateKeyInfo info) {
        return new Authority(
            new JcaX509CertificateConverter().getCertificate(holder),
            new JcaPEMKeyConverter().getPrivateKey(info));
      }
      throw new IllegalArgumentException("found no certificate or no private key in PEM");
    } catch (IOException | GeneralSecurityException malformed) {
      throw new IllegalArgumentException(malformed.getMessage(), malformed);
    }
  }

  /** Both halves of the key. */
  public KeyPair keys() {
    return new KeyPair(certificate.getPublicKey(), key);
  }

  /** The certificate, for clients to trust. */
  public String certificatePem() {
    return pem(certificate);
  }

  /** The key, which nobody else may have. */
  public String keyPem() {
    try {
      return pem(new JcaPKCS8Generator(key, null));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static KeyPair keys(SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  /** What this authority will sign. */
  static JcaX509v3CertificateBuilder builder(
      X500Name subject, PublicKey key, Instant now, Duration valid, SecureRandom random) {
    return new JcaX509v3CertificateBuilder(
        NAME,
        new BigInteger(SERIAL_BITS, random),
        Date.from(now.minus(BACKDATED)),
        Date.from(now.plus(valid)),
        subject,
        key);
  }

  X509Certificate sign(JcaX509v3CertificateBuilder builder, SecureRandom random)
      throws GeneralSecurityException, OperatorCreationException {
    return signed(builder, key, random);
  }

  private static X509Certificate signed(
      JcaX509v3CertificateBuilder builder, PrivateKey key, SecureRandom random)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").setSecureRandom(random).build(key)));
  }

  static String pem(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(object);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return text.toString();
  }
}
