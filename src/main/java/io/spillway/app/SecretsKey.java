package io.spillway.app;

import io.spillway.engine.webhook.SecretSealer;
import io.spillway.engine.webhook.UnsealableException;
import io.spillway.store.BlockingWait;
import io.spillway.store.IdentityStore;
import io.spillway.store.PrivateFiles;
import io.spillway.store.Store;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with the key set that seals secrets. It is beside the database, never in it, and the
 * same on all nodes: a known text is sealed in the store, which each node must be able to open.
 */
final class SecretsKey {
  /** The use of the known text among the keys in the store. */
  static final String USE = "secrets-check";

  private static final Logger LOG = LoggerFactory.getLogger(SecretsKey.class);
  private static final String ID = "secrets-check-1";
  private static final String TEXT = "spillway";
  private static final String SEALED = "sealed";

  private final Store store;
  private final Path file;
  private final Clock clock;

  /**
   * @param file exists, or can be made
   */
  SecretsKey(Store store, Path file, Clock clock) {
    this.store = store;
    this.file = file;
    this.clock = clock;
  }

  /**
   * Reads the file; makes it if it does not exist and nothing was sealed yet. Blocks.
   *
   * @throws RefusedStartException if it is missing, unreadable, or not the key that was used before
   */
  SecretSealer open() {
    return store.runExclusively(this::openAlone);
  }

  private SecretSealer openAlone() {
    List<IdentityStore.Key> checks = store.identity().keys(USE);
    if (!Files.exists(file)) {
      if (!checks.isEmpty()) {
        throw refused(
            "does not exist, but the secrets in the database are sealed with a key: put a copy of"
                + " the file of the node that made it there, the same on all nodes");
      }
      create();
    }
    SecretSealer sealer = read();
    if (checks.isEmpty()) {
      String sealed = new JsonObject().put(SEALED, sealer.seal(TEXT, USE)).encode();
      BlockingWait.on(
          store.identity().addKey(new IdentityStore.Key(ID, USE, sealed, clock.instant())));
    } else {
      check(sealer, checks.get(0));
    }
    return sealer;
  }

  private void check(SecretSealer sealer, IdentityStore.Key known) {
    try {
      sealer.open(new JsonObject(known.material()).getString(SEALED), USE);
    } catch (UnsealableException e) {
      throw refused(
          "is not the key that the secrets in the database are sealed with: put that one there, the"
              + " same on all nodes");
    }
  }

  private SecretSealer read() {
    try {
      return SecretSealer.of(Files.readString(file));
    } catch (IOException e) {
      throw refused("cannot be read, must be a file that the user of the node can read");
    } catch (IllegalArgumentException e) {
      throw refused("has no key set, must be as a node or scripts/secrets-key.sh makes it");
    }
  }

  /** Whole or not at all, so that no node reads half of it. */
  private void create() {
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(whole);
      PrivateFiles.create(whole, SecretSealer.newKeySet() + "\n");
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw refused("does not exist and cannot be made: " + e);
    }
    LOG.info("made the key that seals secrets; without {} they are lost", file);
  }

  private RefusedStartException refused(String why) {
    return new RefusedStartException(Setting.SECRETS_KEY_FILE.flag() + ": " + file + " " + why);
  }
}
