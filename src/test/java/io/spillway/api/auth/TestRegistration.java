package io.spillway.api.auth;

import io.spillway.store.IdentityStore;
import io.vertx.core.Vertx;
import java.time.Clock;

/** Registrations for tests of other packages. */
public final class TestRegistration {
  private TestRegistration() {}

  /** A registration of clients at {@code localhost}. */
  public static ClientRegistration on(Vertx vertx, IdentityStore store, Clock clock) {
    return new ClientRegistration(
        vertx,
        store,
        new ClientCache(vertx, store, clock),
        new CredentialMaker(new SecretHash()),
        AuthSettings.forHost("localhost"),
        clock);
  }
}
