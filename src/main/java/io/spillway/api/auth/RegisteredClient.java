package io.spillway.api.auth;

import io.spillway.store.IdentityStore.Client;

/**
 * A client with new credentials.
 *
 * @param client as stored
 * @param credentials returned only once
 */
public record RegisteredClient(Client client, Credentials credentials) {}
