/** What the jars on the class path are: versions with known vulnerabilities, and licences. */
@NullMarked
package io.spillway.dependency;

import org.jspecify.annotations.NullMarked;
