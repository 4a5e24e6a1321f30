/**
 * The system log: what happened, who did it, and its OCSF form, in plain Java.
 *
 * <p>An {@link io.spillway.domain.audit.AuditEvent} is written in the same transaction as what it
 * tells of, but for two kinds: a termination is told right after it, and a refused token changes
 * nothing.
 */
@NullMarked
package io.spillway.domain.audit;

import org.jspecify.annotations.NullMarked;
