package io.spillway.app;

import io.spillway.api.auth.ClientRegistration;
import io.spillway.api.auth.Credentials;
import io.spillway.api.auth.Role;
import io.spillway.store.IdentityStore;
import io.spillway.store.PrivateFiles;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the first client of a new installation, an administrator, and writes its credentials to a
 * file that only the owner of the process can read. A file that exists already is never
 * overwritten.
 *
 * <p>An empty file, the marker, is created before the client and removed after the credentials are
 * written. A start that finds the marker creates another client and replaces the credentials file:
 * either an earlier start was interrupted, or an operator created the marker since the credentials
 * are lost. Blocks.
 */
final class FirstClient {
  private static final Logger LOG = LoggerFactory.getLogger(FirstClient.class);

  private final IdentityStore store;
  private final ClientRegistration registration;
  private final Path file;
  private final Path marker;
  private final Path replacement;

  FirstClient(IdentityStore store, ClientRegistration registration, Path file) {
    this.store = store;
    this.registration = registration;
    this.file = file;
    this.marker = file.resolveSibling(file.getFileName() + ".unfinished");
    this.replacement = file.resolveSibling(file.getFileName() + ".new");
  }

  /**
   * Creates the client if there is none, or if the marker exists.
   *
   * @return whether it created a client
   * @throws IllegalStateException if something is in the place of the file
   */
  boolean createIfNeeded() {
    try {
      if (exists(marker)) {
        requireRegular(marker);
        requireRegular(file);
        replaceFile();
      } else if (store.hasClients()) {
        return false;
      } else {
        requireAbsent(file);
        PrivateFiles.create(marker);
        PrivateFiles.create(file, createClient());
      }
      Files.delete(marker);
    } catch (IOException e) {
      throw new UncheckedIOException("the first client's credentials cannot be written", e);
    }
    LOG.info("created an administrator; its credentials are in {}", file);
    return true;
  }

  private void replaceFile() throws IOException {
    Files.deleteIfExists(replacement);
    PrivateFiles.create(replacement, createClient());
    Files.move(
        replacement, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private String createClient() {
    Credentials credentials =
        registration.create("first administrator", Set.of(Role.ADMIN), "system").await();
    return new JsonObject()
            .put("clientId", credentials.clientId())
            .put("clientSecret", credentials.clientSecret())
            .put("clientKey", credentials.clientKey())
            .encodePrettily()
        + "\n";
  }

  private void requireAbsent(Path path) {
    if (exists(path)) {
      throw new RefusedStartException(
          path
              + " is "
              + kindOf(path)
              + ", must not exist before the first client is created: move it away and restart, or"
              + " create "
              + marker
              + " to have a regular file replaced");
    }
  }

  private static void requireRegular(Path path) {
    if (exists(path) && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new RefusedStartException(
          path + " is " + kindOf(path) + ", must be a regular file: move it away and restart");
    }
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static String kindOf(Path path) {
    if (Files.isSymbolicLink(path)) {
      return "a symbolic link";
    }
    if (Files.isDirectory(path)) {
      return "a directory";
    }
    return Files.isRegularFile(path) ? "a file" : "a special file";
  }
}
