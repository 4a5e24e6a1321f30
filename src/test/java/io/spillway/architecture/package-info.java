/**
 * The packages of the server and their dependencies, read from the compiled classes, and the
 * picture of them in {@code docs/architecture.svg}.
 *
 * <p>{@link io.spillway.architecture.PackageGraph} reads and reduces the dependencies, {@link
 * io.spillway.architecture.LayeredLayout} places them, {@link
 * io.spillway.architecture.ArchitecturePicture} draws them.
 */
@NullMarked
package io.spillway.architecture;

import org.jspecify.annotations.NullMarked;
