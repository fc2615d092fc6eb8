package dev.picket.lab.http;

import dev.picket.lab.access.Requester;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * What lets a client in.
 *
 * @param certificate in PEM
 * @param key in PEM, PKCS 8
 */
public record ClientCertificate(String certificate, String key) {

  private static final int RSA_BITS = 2_048;
  private static final Duration VALID = Duration.ofDays(365);

  /**
   * A certificate that lets a client in as a user: its CN, in the groups of its O.
   *
   * @throws IllegalStateException when this Java has no RSA
   */
  public static ClientCertificate issue(
      Authority authority, String user, List<String> groups, Instant now, SecureRandom random) {
    X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, user);
    groups.forEach(each -> name.addRDN(BCStyle.O, each));
    try {
      // Clients in Java read no keys of elliptic curves without further libraries.
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS, random);
      KeyPair keys = generator.generateKeyPair();
      JcaX509v3CertificateBuilder builder =
          Authority.builder(name.build(), keys.getPublic(), now, VALID, random);
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      return new ClientCertificate(
          Authority.pem(authority.sign(builder, random)),
          Authority.pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
    } catch (GeneralSecurityException | OperatorCreationException | IOException failure) {
      throw new IllegalStateException("cannot make a client's certificate", failure);
    }
  }

  /** Whom a verified certificate is for. */
  static Requester requester(X509Certificate certificate) {
    X500Name name = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    List<String> groups = new ArrayList<>(values(name, BCStyle.O));
    groups.add("system:authenticated");
    return new Requester(String.join("", values(name, BCStyle.CN)), "", groups, Map.of());
  }

  private static List<String> values(X500Name name, ASN1ObjectIdentifier attribute) {
    return Arrays.stream(name.getRDNs(attribute))
        .map(each -> IETFUtils.valueToString(each.getFirst().getValue()))
        .toList();
  }
}
