package io.spillway.engine.webhook;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Seals secrets before they are stored, by authenticated encryption with a key set of Tink. What is
 * sealed for one purpose cannot be opened for another. Thread-safe.
 */
public final class SecretSealer {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final Aead aead;

  private SecretSealer(Aead aead) {
    this.aead = aead;
  }

  /** A new key set as JSON, in the clear. */
  public static String newKeySet() {
    try {
      AeadConfig.register();
      return TinkJsonProtoKeysetFormat.serializeKeyset(
          KeysetHandle.generateNew(
              PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get()),
          RegistryConfiguration.get(),
          InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no key set can be made", e);
    }
  }

  /**
   * A sealer with this key set.
   *
   * @param keySet as {@link #newKeySet} makes it
   * @throws IllegalArgumentException if it is none
   */
  public static SecretSealer of(String keySet) {
    try {
      AeadConfig.register();
      KeysetHandle keys =
          TinkJsonProtoKeysetFormat.parseKeyset(
              keySet, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
      return new SecretSealer(keys.getPrimitive(RegistryConfiguration.get(), Aead.class));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("it is no key set of Tink for AEAD in JSON", e);
    }
  }

  /**
   * Seals a secret.
   *
   * @param purpose what it is for and whose it is
   * @return base64url
   */
  public String seal(String secret, String purpose) {
    return seal(secret.getBytes(StandardCharsets.UTF_8), purpose);
  }

  /** The same of bytes. */
  String seal(byte[] secret, String purpose) {
    try {
      return BASE64.encodeToString(aead.encrypt(secret, purpose.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a secret cannot be sealed", e);
    }
  }

  /**
   * Opens what was sealed.
   *
   * @throws UnsealableException if it was sealed with another key or for another purpose, or was
   *     changed
   */
  public String open(String sealed, String purpose) {
    return new String(openBytes(sealed, purpose), StandardCharsets.UTF_8);
  }

  /** The same of bytes. */
  byte[] openBytes(String sealed, String purpose) {
    try {
      return aead.decrypt(
          Base64.getUrlDecoder().decode(sealed), purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UnsealableException(purpose, e);
    }
  }
}
