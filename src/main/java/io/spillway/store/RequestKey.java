package io.spillway.store;

/**
 * The idempotency key of a request, by which a repeated request is recognised.
 *
 * @param id opaque; the same for the same key, client and operation
 * @param content digest of the body; the same id with another digest is another request
 */
public record RequestKey(String id, String content) {}
