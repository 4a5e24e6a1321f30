package io.spillway.store;

import java.time.Instant;

/**
 * A signed statement that a row was the last of the system log at a time, and had a certain hash.
 *
 * @param number of the row
 * @param keyId of the key that signed it
 * @param signedAt when it was signed
 * @param jws the statement
 */
public record AuditCheckpoint(long number, String keyId, Instant signedAt, String jws) {}
