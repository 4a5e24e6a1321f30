package io.spillway.store;

/**
 * What a client gave a request by which it is known when it is sent again.
 *
 * @param id of the key: opaque, the same for the same key of the same client on the same operation
 * @param content a digest of the body; another one under the same id is another request
 */
public record RequestKey(String id, String content) {}
