/**
 * The web console: static files that a browser runs against the API, and nothing else.
 *
 * <p>{@link io.spillway.api.console.ConsoleFiles} reads the files of {@code console} on the class
 * path, and those of the library they use, once; {@link io.spillway.api.console.Console} serves
 * them. The path of every file contains a digest of all of them, so browsers cache it without
 * revalidation; the page, the same at the path of every view, names these paths and is revalidated
 * each time. The console may do what its user's token may do, and has no way around the API.
 */
@NullMarked
package io.spillway.api.console;

import org.jspecify.annotations.NullMarked;
