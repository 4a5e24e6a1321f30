/**
 * The definition of an automation: what an administrator configured, its validation and its
 * versions, in plain Java.
 *
 * <p>Steps, triggers and the default context are JSON texts here, kept as the client sent them.
 * Whether an automation takes triggers at this moment is {@link
 * io.spillway.domain.automation.Automation#refusal}.
 */
@NullMarked
package io.spillway.domain.automation;

import org.jspecify.annotations.NullMarked;
