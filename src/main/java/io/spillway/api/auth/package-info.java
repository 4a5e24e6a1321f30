/**
 * Who calls, and what they may do: clients and their credentials, the token endpoint, the signing
 * keys, and the check of bearer tokens.
 *
 * <p>{@link io.spillway.api.auth.Authentication} opens everything on a store. A client is made by
 * {@link io.spillway.api.auth.ClientRegistration} and told two credentials; {@link
 * io.spillway.api.auth.TokenEndpoint} takes either and answers an access token; {@link
 * io.spillway.api.auth.AccessTokens} tells whom a request's access token speaks for. The http
 * package serves the endpoint and asks for the caller; this package uses only the store, on worker
 * threads.
 */
@NullMarked
package io.spillway.api.auth;

import org.jspecify.annotations.NullMarked;
