package io.spillway.engine.webhook;

import io.vertx.core.http.HttpClientOptions;
import java.util.Optional;

/**
 * How requests leave.
 *
 * @param baseUrl at which others know this server
 * @param policy where they may go
 * @param proxy {@code host:port} of a forward proxy for public addresses
 * @param client further options of the client, such as which certificates are trusted
 */
public record WebhookSettings(
    String baseUrl, EgressPolicy policy, Optional<String> proxy, HttpClientOptions client) {}
