/**
 * Who calls, and what they may do: clients and their credentials, the token endpoint, the signing
 * keys, and the check of bearer tokens.
 *
 * <p>{@link io.spillway.auth.Identity} opens everything on a store. A client is made by {@link
 * io.spillway.auth.ClientRegistration} and told two credentials; {@link
 * io.spillway.auth.TokenEndpoint} takes either and answers an access token; {@link
 * io.spillway.auth.AccessTokens} tells whom a request's access token speaks for. The http package
 * serves the endpoint and asks for the caller; this package uses only the store, on worker threads.
 */
@NullMarked
package io.spillway.auth;

import org.jspecify.annotations.NullMarked;
