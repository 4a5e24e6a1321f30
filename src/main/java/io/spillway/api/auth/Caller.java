package io.spillway.api.auth;

/**
 * An authenticated client.
 *
 * @param clientId its id, the actor of what it does
 * @param displayName for people
 * @param role the highest of its roles
 * @param scope the automations it may know of
 */
public record Caller(String clientId, String displayName, Role role, AutomationScope scope) {}
