/** Main and settings: reads the configuration, builds, deploys, closes; nothing else. */
@NullMarked
package io.spillway.app;

import org.jspecify.annotations.NullMarked;
