/**
 * Bearer tokens of an external identity provider (OpenID Connect), accepted beside those of this
 * server.
 *
 * <p>{@link io.spillway.api.oidc.IdentityProvider} is opened on an issuer's URL. {@code
 * ProviderKeys} periodically reads the issuer's discovery document and keys; {@code ProviderTokens}
 * verifies tokens with them by vertx-auth-oauth2 and maps a claim to a role; {@code TokenKind}
 * refuses ID tokens and others that are not access tokens; {@code TokensByIssuer} selects the
 * verifier by the {@code iss} of a token. {@code AuthorizationCodeFlow} signs users in at the
 * provider.
 *
 * <p>Only documents of the configured issuer are fetched, with limits; URLs inside a token are
 * never fetched. The documents are not read by vertx-auth-oauth2, which limits neither their size,
 * nor their time, nor the URL of the keys.
 */
@NullMarked
package io.spillway.api.oidc;

import org.jspecify.annotations.NullMarked;
