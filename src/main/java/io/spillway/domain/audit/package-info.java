/**
 * The events of the system log and their conversion to OCSF, in plain Java.
 *
 * <p>An {@link io.spillway.domain.audit.AuditEvent} is written in the same transaction as the
 * change that it records, except for two kinds: a termination is written right after it, and a
 * refused token changes nothing.
 */
@NullMarked
package io.spillway.domain.audit;

import org.jspecify.annotations.NullMarked;
