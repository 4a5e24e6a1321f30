/** Tests of the external identity provider, against a configurable fake. */
@NullMarked
package io.spillway.api.oidc;

import org.jspecify.annotations.NullMarked;
