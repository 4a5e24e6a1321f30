package io.spillway.app;

import io.spillway.api.auth.ClientRegistration;
import io.spillway.api.auth.Credentials;
import io.spillway.api.auth.Role;
import io.spillway.store.IdentityStore;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a new installation its first client, an administrator, and leaves its credentials in a file
 * that only the owner of the process can read.
 *
 * <p>The file is there, empty and under another name, before the client is: a start that was cut
 * short in between leaves that trace, and the next one makes another client. Blocks.
 */
final class FirstClient {
  private static final Logger LOG = LoggerFactory.getLogger(FirstClient.class);

  private final IdentityStore store;
  private final ClientRegistration registration;
  private final Path file;
  private final Path unfinished;

  FirstClient(IdentityStore store, ClientRegistration registration, Path file) {
    this.store = store;
    this.registration = registration;
    this.file = file;
    this.unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
  }

  void createIfNone() {
    if (store.hasClients() && !Files.exists(unfinished)) {
      return;
    }
    try {
      if (!Files.exists(unfinished)) {
        Files.createFile(
            unfinished,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Credentials credentials =
          registration.create("first administrator", Set.of(Role.ADMIN), "system").await();
      Files.writeString(unfinished, json(credentials), StandardOpenOption.SYNC);
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the first client's credentials cannot be written", e);
    }
    LOG.info("an administrator was created; its credentials are in {}", file);
  }

  private static String json(Credentials credentials) {
    return new JsonObject()
            .put("clientId", credentials.clientId())
            .put("clientSecret", credentials.clientSecret())
            .put("clientKey", credentials.clientKey())
            .encodePrettily()
        + "\n";
  }
}
