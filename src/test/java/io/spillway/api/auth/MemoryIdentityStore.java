package io.spillway.api.auth;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.store.AutomationStore;
import io.spillway.store.IdentityStore;
import io.spillway.store.StoreException;
import io.vertx.core.Context;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps identities in memory; counts reads and can be made to fail. */
public final class MemoryIdentityStore implements IdentityStore {
  public final Map<String, Client> clients = new ConcurrentHashMap<>();
  final Map<String, Key> keys = new ConcurrentHashMap<>();
  final Map<String, Instant> used = new ConcurrentHashMap<>();
  final List<AuditEvent> events = new CopyOnWriteArrayList<>();
  final AtomicInteger keyReads = new AtomicInteger();
  final AtomicInteger clientReads = new AtomicInteger();
  volatile boolean down;

  void revoke(String clientId, Instant at) {
    clients.computeIfPresent(
        clientId,
        (id, c) ->
            new Client(
                id,
                c.displayName(),
                c.roles(),
                c.scopes(),
                c.secretHash(),
                c.publicKey(),
                c.rotations(),
                c.createdAt(),
                Optional.of(at)));
  }

  @Override
  public CompletionStage<Void> addClient(Client client, AuditEvent event) {
    if (clients.putIfAbsent(client.id(), client) != null) {
      return CompletableFuture.failedFuture(new StoreException("taken: " + client.id()));
    }
    events.add(event);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Optional<Client> client(String clientId) {
    requireWorkerAndUp();
    clientReads.incrementAndGet();
    return Optional.ofNullable(clients.get(clientId));
  }

  @Override
  public List<Client> clients(Optional<AutomationStore.Position> before, int limit) {
    requireWorkerAndUp();
    AutomationStore.Position from = before.orElse(AutomationStore.Position.NEWEST);
    Comparator<Client> order =
        Comparator.comparing(Client::createdAt).thenComparing(Client::id).reversed();
    return clients.values().stream()
        .sorted(order)
        .filter(
            c ->
                c.createdAt().isBefore(from.at())
                    || (c.createdAt().equals(from.at()) && c.id().compareTo(from.id()) < 0))
        .limit(limit)
        .toList();
  }

  @Override
  public CompletionStage<Boolean> replaceCredentials(Client next, AuditEvent event) {
    clients.put(next.id(), next);
    events.add(event);
    return CompletableFuture.completedFuture(true);
  }

  @Override
  public CompletionStage<Void> replaceSecretHash(String clientId, String from, String to) {
    clients.computeIfPresent(
        clientId, (id, client) -> client.secretHash().equals(from) ? withHash(client, to) : client);
    return CompletableFuture.completedFuture(null);
  }

  private static Client withHash(Client client, String hash) {
    return new Client(
        client.id(),
        client.displayName(),
        client.roles(),
        client.scopes(),
        hash,
        client.publicKey(),
        client.rotations(),
        client.createdAt(),
        client.revokedAt());
  }

  @Override
  public CompletionStage<Revocation> revoke(
      String clientId, Instant at, String neededRole, AuditEvent event) {
    List<String> holders =
        clients.values().stream()
            .filter(c -> c.revokedAt().isEmpty() && c.scopes().isEmpty())
            .filter(c -> c.roles().contains(neededRole))
            .map(Client::id)
            .toList();
    if (holders.equals(List.of(clientId))) {
      return CompletableFuture.completedFuture(Revocation.LAST_OF_ITS_ROLE);
    }
    if (Optional.ofNullable(clients.get(clientId)).flatMap(Client::revokedAt).isPresent()) {
      return CompletableFuture.completedFuture(Revocation.NOTHING_TO_DO);
    }
    revoke(clientId, at);
    events.add(event);
    return CompletableFuture.completedFuture(Revocation.DONE);
  }

  @Override
  public CompletionStage<Void> removeKey(String id) {
    keys.remove(id);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean hasClients() {
    return !clients.isEmpty();
  }

  @Override
  public CompletionStage<Void> addKey(Key key) {
    keys.putIfAbsent(key.id(), key);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public List<Key> keys(String use) {
    requireWorkerAndUp();
    keyReads.incrementAndGet();
    return keys.values().stream()
        .filter(key -> key.use().equals(use))
        .sorted(Comparator.comparing(Key::createdAt).reversed())
        .toList();
  }

  @Override
  public CompletionStage<Boolean> useOnce(String credential, Instant forgetAt) {
    if (down) {
      return CompletableFuture.failedFuture(new StoreException("down"));
    }
    return CompletableFuture.supplyAsync(() -> used.putIfAbsent(credential, forgetAt) == null);
  }

  private void requireWorkerAndUp() {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("a blocking read on an event loop");
    }
    if (down) {
      throw new StoreException("down");
    }
  }
}
