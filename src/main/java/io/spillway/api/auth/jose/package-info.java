/**
 * The few pieces of JOSE that tokens need: compact JWS, Ed25519 keys as JWK, hashes and random
 * bytes. Nothing here knows clients or settings.
 */
@NullMarked
package io.spillway.api.auth.jose;

import org.jspecify.annotations.NullMarked;
