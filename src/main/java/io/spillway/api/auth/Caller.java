package io.spillway.api.auth;

/**
 * An authenticated client.
 *
 * @param clientId its id, the actor of what it does
 * @param displayName shown to users
 * @param role the highest of its roles
 * @param scope the automations it may access
 */
public record Caller(String clientId, String displayName, Role role, AutomationScope scope) {}
