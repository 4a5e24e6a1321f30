package io.spillway.oidc;

/**
 * Which tokens of which provider are accepted, and what they allow.
 *
 * @param issuer URL that stands as {@code iss} in them, to the letter; its discovery document is at
 *     {@code /.well-known/openid-configuration} below it
 * @param audience that they must be for
 * @param rolesClaim where their roles are: the name of a claim, or names joined by dots for one
 *     within others
 * @param rolesPrefix what stands before viewer, operator and admin there; may be empty
 */
public record ProviderSettings(
    String issuer, String audience, String rolesClaim, String rolesPrefix) {}
