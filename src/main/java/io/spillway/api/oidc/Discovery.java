package io.spillway.api.oidc;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The discovery document of an issuer (OpenID Connect Discovery 1.0, 3).
 *
 * @param document as received
 * @param issuer of the document
 * @param keys URL of the JWK Set; https, or of the issuer's origin
 */
record Discovery(JsonObject document, URI issuer, URI keys) {
  private static final String WELL_KNOWN = "/.well-known/openid-configuration";
  private static final int NO_PORT = -1;

  /** URL of the document of {@code issuer}. */
  static URI addressOf(String issuer) {
    return URI.create(issuer.replaceFirst("/$", "") + WELL_KNOWN);
  }

  /** Throws {@link ProviderException} if the document has another issuer or an invalid URL. */
  static Discovery read(JsonObject document, String issuer) {
    if (!issuer.equals(document.getValue("issuer"))) {
      throw new ProviderException(
          "the discovery document has issuer \"%s\", must be \"%s\""
              .formatted(document.getValue("issuer"), issuer));
    }
    URI url = URI.create(issuer);
    return new Discovery(document, url, address("jwks_uri", document, url));
  }

  /** The authorization endpoint. Throws {@link ProviderException} if it is missing or invalid. */
  URI authorization() {
    return address("authorization_endpoint", document, issuer);
  }

  /** The token endpoint. Throws {@link ProviderException} if it is missing or invalid. */
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
      // Refused below, like any other invalid URL.
    }
    throw new ProviderException(
        "the discovery document has %s \"%s\", must be an https URL or of the issuer's origin"
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
