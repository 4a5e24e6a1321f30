/**
 * The parts of JOSE that tokens need: compact JWS, Ed25519 keys as JWK, hashes and random bytes.
 * Independent of clients and settings.
 */
@NullMarked
package io.spillway.api.auth.jose;

import org.jspecify.annotations.NullMarked;
