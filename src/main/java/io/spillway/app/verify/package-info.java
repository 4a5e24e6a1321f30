/**
 * The command {@code verify-log}: verifies that no row of a system log was changed, removed or
 * inserted.
 *
 * <p>{@link io.spillway.app.verify.VerifyLog} reads the command line ({@link
 * io.spillway.app.verify.VerifyOptions}), has a database or an exported file read row by row, and
 * prints what {@link io.spillway.app.verify.LogVerification} found. It needs no node and changes
 * nothing.
 */
@NullMarked
package io.spillway.app.verify;

import org.jspecify.annotations.NullMarked;
