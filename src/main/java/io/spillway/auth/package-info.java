/**
 * Who calls, and what they may do: clients and their credentials, the token endpoint, the signing
 * keys, and the check of bearer tokens.
 */
@NullMarked
package io.spillway.auth;

import org.jspecify.annotations.NullMarked;
