package io.spillway.api.oidc;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key of a provider, and the tokens signed with it, made without the code under test. */
record Signer(String algorithm, String keyId, KeyPair pair) {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  static Signer of(String algorithm, String keyId) {
    return new Signer(algorithm, keyId, pairFor(algorithm, 2048));
  }

  static Signer rsa(int bits, String keyId) {
    return new Signer("RS256", keyId, pairFor("RS256", bits));
  }

  private static KeyPair pairFor(String algorithm, int rsaBits) {
    try {
      if (algorithm.equals("EdDSA")) {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      }
      if (algorithm.startsWith("ES")) {
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(new ECGenParameterSpec(curveOf(algorithm).replace("P-", "secp") + "r1"));
        return ec.generateKeyPair();
      }
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(rsaBits);
      return rsa.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String curveOf(String algorithm) {
    return switch (algorithm) {
      case "ES256" -> "P-256";
      case "ES384" -> "P-384";
      default -> "P-521";
    };
  }

  /** The public key, as a provider publishes it. */
  JsonObject jwk() {
    JsonObject jwk = new JsonObject().put("kid", keyId).put("alg", algorithm).put("use", "sig");
    if (pair.getPublic() instanceof RSAPublicKey rsa) {
      return jwk.put("kty", "RSA")
          .put("n", encode(bytes(rsa.getModulus(), 0)))
          .put("e", encode(bytes(rsa.getPublicExponent(), 0)));
    }
    if (pair.getPublic() instanceof ECPublicKey ec) {
      int length = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
      return jwk.put("kty", "EC")
          .put("crv", curveOf(algorithm))
          .put("x", encode(bytes(ec.getW().getAffineX(), length)))
          .put("y", encode(bytes(ec.getW().getAffineY(), length)));
    }
    byte[] encoded = ((EdECPublicKey) pair.getPublic()).getEncoded();
    byte[] last = new byte[32];
    System.arraycopy(encoded, encoded.length - last.length, last, 0, last.length);
    return jwk.put("kty", "OKP").put("crv", "Ed25519").put("x", encode(last));
  }

  /** A token that names this key and algorithm. */
  String sign(JsonObject claims) {
    return sign(header(), claims);
  }

  JsonObject header() {
    return new JsonObject().put("alg", algorithm).put("typ", "JWT").put("kid", keyId);
  }

  String sign(JsonObject header, JsonObject claims) {
    String input = encode(header) + "." + encode(claims);
    return input + "." + encode(signature(input, ""));
  }

  /** The same with the signature in ASN.1 form, as in TLS. */
  String signInAsn1(JsonObject claims) {
    String input = encode(header()) + "." + encode(claims);
    return input + "." + encode(signature(input, "SHA256withECDSA"));
  }

  private byte[] signature(String input, String name) {
    try {
      Signature signature = Signature.getInstance(name.isEmpty() ? nameOf(algorithm) : name);
      if (algorithm.startsWith("PS")) {
        signature.setParameter(pss(algorithm.substring(2)));
      }
      signature.initSign(pair.getPrivate());
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String nameOf(String algorithm) {
    String bits = algorithm.substring(2);
    return switch (algorithm.substring(0, 2)) {
      case "RS" -> "SHA" + bits + "withRSA";
      case "PS" -> "RSASSA-PSS";
      case "ES" -> "SHA" + bits + "withECDSAinP1363Format";
      default -> "Ed25519";
    };
  }

  private static AlgorithmParameterSpec pss(String bits) {
    String digest = "SHA-" + bits;
    return new PSSParameterSpec(
        digest, "MGF1", new MGF1ParameterSpec(digest), Integer.parseInt(bits) / 8, 1);
  }

  /** A token signed with a shared secret. */
  static String hs256(JsonObject header, JsonObject claims, byte[] secret) {
    String input = encode(header) + "." + encode(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return input + "." + encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String encode(JsonObject json) {
    return encode(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return BASE64URL.encodeToString(bytes);
  }

  /** Without the sign; at least {@code length} bytes. */
  private static byte[] bytes(BigInteger number, int length) {
    byte[] signed = number.toByteArray();
    int from = signed.length > 1 && signed[0] == 0 ? 1 : 0;
    int own = signed.length - from;
    byte[] plain = new byte[Math.max(length, own)];
    System.arraycopy(signed, from, plain, plain.length - own, own);
    return plain;
  }
}
