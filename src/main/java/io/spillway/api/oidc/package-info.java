/**
 * Bearer tokens of an outside identity provider (OpenID Connect), accepted beside our own.
 *
 * <p>{@link io.spillway.api.oidc.IdentityProvider} is opened on an issuer's URL. {@code
 * ProviderKeys} reads the issuer's discovery document and from it the published keys, again and
 * again; {@code ProviderTokens} checks tokens with them by vertx-auth-oauth2 and maps a claim to a
 * role; {@code TokensByIssuer} decides by the {@code iss} of a token whether that or our own check
 * takes it. {@code AuthorizationCodeFlow} lets people sign in at the provider.
 *
 * <p>Only the configured issuer is asked for anything, and what it answers is read with limits:
 * nothing that a token says is ever fetched. That is why the documents are not read by
 * vertx-auth-oauth2, which sets no limit to their size, their time and the address of the keys.
 */
@NullMarked
package io.spillway.api.oidc;

import org.jspecify.annotations.NullMarked;
