package io.spillway.api.auth;

import io.spillway.store.IdentityStore.Client;

/**
 * A client that just got credentials.
 *
 * @param client as stored
 * @param credentials told once
 */
public record RegisteredClient(Client client, Credentials credentials) {}
