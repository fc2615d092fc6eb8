package dev.picket.lab.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** Signs and verifies with ES256 (RFC 7518). Safe for use by many threads. */
public final class SigningKey {

  static final String ALGORITHM = "ES256";

  private static final String SIGNATURE = "SHA256withECDSAinP1363Format";
  private static final int COORDINATE_BYTES = 32;

  private final KeyPair keys;
  private final SecureRandom random;
  private final String id;

  /**
   * Signs under a key.
   *
   * @param keys of the curve secp256r1
   * @param random for signatures
   */
  public SigningKey(KeyPair keys, SecureRandom random) {
    this.random = random;
    this.keys = keys;
    try {
      this.id = text(MessageDigest.getInstance("SHA-256").digest(keys.getPublic().getEncoded()));
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("this Java has no SHA-256", failure);
    }
  }

  /**
   * Makes a new key.
   *
   * @throws IllegalStateException when this Java has no elliptic curves
   */
  public static SigningKey create(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return new SigningKey(generator.generateKeyPair(), random);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("cannot make a key to sign tokens", failure);
    }
  }

  /** Names the key. */
  String id() {
    return id;
  }

  byte[] sign(String content) {
    try {
      Signature signature = Signature.getInstance(SIGNATURE);
      signature.initSign(keys.getPrivate(), random);
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("cannot sign a token", failure);
    }
  }

  boolean verifies(String content, byte[] signed) {
    try {
      Signature signature = Signature.getInstance(SIGNATURE);
      signature.initVerify(keys.getPublic());
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return signature.verify(signed);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }

  /** The public half as a set of JSON Web Keys (RFC 7517). */
  ObjectNode published() {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    ObjectNode set = Json.object();
    set.putArray("keys")
        .addObject()
        .put("use", "sig")
        .put("kty", "EC")
        .put("kid", id)
        .put("crv", "P-256")
        .put("alg", ALGORITHM)
        .put("x", coordinate(key.getW().getAffineX()))
        .put("y", coordinate(key.getW().getAffineY()));
    return set;
  }

  private static String coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[COORDINATE_BYTES];
    int length = Math.min(bytes.length, COORDINATE_BYTES);
    byte[] low = Arrays.copyOfRange(bytes, bytes.length - length, bytes.length);
    System.arraycopy(low, 0, fixed, COORDINATE_BYTES - length, length);
    return text(fixed);
  }

  static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
