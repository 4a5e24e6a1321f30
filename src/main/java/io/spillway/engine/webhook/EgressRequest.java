package io.spillway.engine.webhook;

import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * A request to make.
 *
 * @param url http or https
 * @param method of HTTP
 * @param headers by name, each once
 * @param body JSON
 * @param timeout from the look-up of the name to the end of the answer
 */
record EgressRequest(
    URI url, String method, Map<String, String> headers, Buffer body, Duration timeout) {}
