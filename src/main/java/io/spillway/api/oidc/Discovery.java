package io.spillway.api.oidc;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * What the discovery document of an issuer says that we go by (OpenID Connect Discovery 1.0, 3).
 *
 * @param document the whole of it
 * @param issuer whose it is
 * @param keys address of the JWK Set; of the issuer's own origin, or https
 */
record Discovery(JsonObject document, URI issuer, URI keys) {
  private static final String WELL_KNOWN = "/.well-known/openid-configuration";
  private static final int NO_PORT = -1;

  /** Where the document of {@code issuer} is. */
  static URI addressOf(String issuer) {
    return URI.create(issuer.replaceFirst("/$", "") + WELL_KNOWN);
  }

  /** Throws {@link ProviderException} if the document is of somebody else or lacks something. */
  static Discovery read(JsonObject document, String issuer) {
    if (!issuer.equals(document.getValue("issuer"))) {
      throw new ProviderException(
          "the discovery document is of issuer \"%s\", must be of \"%s\""
              .formatted(document.getValue("issuer"), issuer));
    }
    URI url = URI.create(issuer);
    return new Discovery(document, url, address("jwks_uri", document, url));
  }

  /** Where people sign in. Throws {@link ProviderException} if the document does not tell. */
  URI authorization() {
    return address("authorization_endpoint", document, issuer);
  }

  /** Where codes become tokens. Throws {@link ProviderException} if the document does not tell. */
  URI token() {
    return address("token_endpoint", document, issuer);
  }

  private static URI address(String member, JsonObject document, URI issuer) {
    Object given = document.getValue(member);
    try {
      URI url = new URI(String.valueOf(given));
      if (url.getHost() != null
          && url.getRawUserInfo() == null
          && ("https".equalsIgnoreCase(url.getScheme()) || isSameOrigin(url, issuer))) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Told below, like any other address that is not taken.
    }
    throw new ProviderException(
        "the discovery document has %s \"%s\", must be a URL of https or of the issuer's origin"
            .formatted(member, given));
  }

  private static boolean isSameOrigin(URI one, URI other) {
    return origin(one).equals(origin(other));
  }

  private static String origin(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    int port = url.getPort() == NO_PORT ? usual : url.getPort();
    return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }
}
