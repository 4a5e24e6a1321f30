/**
 * The events of the system log and their conversion to OCSF, in plain Java.
 *
 * <p>An {@link io.spillway.domain.audit.AuditEvent} is written in the same transaction as the
 * change that it records, except for a termination, which is written right after it. Tokens issued
 * and requests refused change nothing; one event may stand for many of them.
 *
 * <p>The rows of the log form a chain: {@link io.spillway.domain.audit.ChainRow} has a hash over
 * its columns and the hash of the row before. {@link io.spillway.domain.audit.ChainCheck} verifies
 * it.
 */
@NullMarked
package io.spillway.domain.audit;

import org.jspecify.annotations.NullMarked;
