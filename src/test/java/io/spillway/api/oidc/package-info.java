/** Tests of the outside identity provider, against one that answers as each test wants. */
@NullMarked
package io.spillway.api.oidc;

import org.jspecify.annotations.NullMarked;
