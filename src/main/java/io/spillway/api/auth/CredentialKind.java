package io.spillway.api.auth;

import java.util.Locale;
import java.util.Optional;

/** What a client authenticates with. */
public enum CredentialKind {
  /** A {@code client_secret}. */
  SECRET,
  /** A key that signs {@code client_assertion}. */
  KEY;

  /** The name on the wire, such as {@code secret}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of this name, if there is one. */
  public static Optional<CredentialKind> named(String wireName) {
    for (CredentialKind kind : values()) {
      if (kind.wireName().equals(wireName)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
