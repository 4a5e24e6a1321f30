package io.spillway.store.sql;

import io.spillway.store.PrivateFiles;
import io.spillway.store.StoreException;
import io.spillway.store.UnusableStoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of an embedded database. */
final class StoreFiles {
  private StoreFiles() {}

  /**
   * Creates an empty file that only its owner may read, unless it exists. SQLite gives its other
   * files the permissions of the database.
   *
   * @throws UnusableStoreException if it cannot be created
   */
  static void create(Path file) {
    try {
      PrivateFiles.create(file);
    } catch (FileAlreadyExistsException e) {
      // A node checks its permissions before it opens the store.
      return;
    } catch (IOException e) {
      throw new UnusableStoreException(
          "the database file " + file + " could not be created: " + e, e);
    }
  }

  /**
   * Creates a directory that only its owner may read.
   *
   * @throws StoreException if it cannot be created
   */
  static Path createTemporary(String prefix) {
    try {
      return Files.createTempDirectory(prefix);
    } catch (IOException e) {
      throw new StoreException("a temporary directory could not be created: " + e, e);
    }
  }

  /**
   * Deletes {@code directory} and what is in it, if it exists.
   *
   * @throws StoreException if not all of it can be deleted
   */
  static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new StoreException(
          "the temporary database in " + directory + " could not be deleted: " + e, e);
    }
  }
}
