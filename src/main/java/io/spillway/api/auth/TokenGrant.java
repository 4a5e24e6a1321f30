package io.spillway.api.auth;

import java.util.Locale;

/** What an access token was issued for. */
enum TokenGrant {
  /** A {@code client_secret}. */
  CLIENT_SECRET("for a client secret"),
  /** A {@code client_assertion}. */
  CLIENT_ASSERTION("for a client assertion"),
  /** The code of a person who has signed in at the identity provider. */
  AUTHORIZATION_CODE("for a sign-in at the identity provider"),
  /** A refresh token of the identity provider. */
  REFRESH_TOKEN("for a refresh token of the identity provider");

  private final String words;

  TokenGrant(String words) {
    this.words = words;
  }

  /** The name in the system log, such as {@code client_secret}. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  String words() {
    return words;
  }
}
