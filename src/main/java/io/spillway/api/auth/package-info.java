/**
 * Authentication and roles: clients and their credentials, the token endpoint, the signing keys,
 * and the verification of bearer tokens.
 *
 * <p>{@link io.spillway.api.auth.Authentication} opens everything on a store. {@link
 * io.spillway.api.auth.ClientRegistration} creates a client with up to two credentials; {@link
 * io.spillway.api.auth.TokenEndpoint} exchanges either for an access token; {@link
 * io.spillway.api.auth.AccessTokens} verifies the access token of a request. Failures are limited
 * by address, which {@link io.spillway.api.auth.TrustedProxies} finds. {@link
 * io.spillway.api.auth.AccessRecorder} records in the system log who got a token and who was
 * refused. The http package serves the endpoint and uses the verifier; this package uses only the
 * store, on worker threads.
 */
@NullMarked
package io.spillway.api.auth;

import org.jspecify.annotations.NullMarked;
