package io.spillway.api.http.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The certificate of the server and its key, as PEM files that may change at run time.
 *
 * @param certificate followed by those of its issuers, if there are any
 * @param key in PKCS #8, not encrypted
 */
public record TlsFiles(Path certificate, Path key) {
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final byte[] PROBE = "spillway".getBytes(StandardCharsets.US_ASCII);

  /**
   * Reads the pair. Blocks.
   *
   * @throws TlsFilesException if a file cannot be read, or the key does not match the certificate
   */
  public PemKeyCertOptions read() throws TlsFilesException {
    byte[] certificateBytes = bytesOf(certificate);
    byte[] keyBytes = bytesOf(key);
    PublicKey publicKey = publicKeyIn(certificateBytes);
    if (!belongTogether(privateKeyIn(keyBytes, publicKey.getAlgorithm()), publicKey)) {
      throw new TlsFilesException(key + " is not the key of " + certificate);
    }
    return new PemKeyCertOptions()
        .setCertValue(Buffer.buffer(certificateBytes))
        .setKeyValue(Buffer.buffer(keyBytes));
  }

  private static byte[] bytesOf(Path file) throws TlsFilesException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new TlsFilesException(file + " cannot be read: " + e);
    }
  }

  private PublicKey publicKeyIn(byte[] pem) throws TlsFilesException {
    try {
      Collection<? extends Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (chain.isEmpty()) {
        throw new TlsFilesException(certificate + " contains no certificate");
      }
      return chain.iterator().next().getPublicKey();
    } catch (GeneralSecurityException e) {
      throw new TlsFilesException(certificate + " contains no valid PEM certificate");
    }
  }

  private PrivateKey privateKeyIn(byte[] pem, String algorithm) throws TlsFilesException {
    Matcher block = PKCS8.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    if (!block.find()) {
      throw new TlsFilesException(
          key
              + " contains no private key, must be PEM, PKCS #8 (BEGIN PRIVATE KEY), not encrypted");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(block.group(1));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new TlsFilesException(
          key + " contains no " + algorithm + " key, must be the key of " + certificate);
    }
  }

  private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
    String algorithm =
        switch (publicKey.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> publicKey.getAlgorithm();
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(privateKey);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
