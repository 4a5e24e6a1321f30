package io.spillway.store.sql;

import io.spillway.store.PrivateFiles;
import io.spillway.store.StoreException;
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
   * Makes an empty file that only its owner reads, unless it exists. SQLite gives the files that it
   * makes beside a database the permissions of the database.
   *
   * @throws StoreException if it cannot be made
   */
  static void create(Path file) {
    try {
      PrivateFiles.create(file);
    } catch (FileAlreadyExistsException e) {
      // It is opened as it is; its permissions are its owner's choice.
      return;
    } catch (IOException e) {
      throw new StoreException("the database file " + file + " could not be made: " + e, e);
    }
  }

  /**
   * Makes a directory that only its owner reads.
   *
   * @throws StoreException if it cannot be made
   */
  static Path createTemporary(String prefix) {
    try {
      return Files.createTempDirectory(prefix);
    } catch (IOException e) {
      throw new StoreException("no temporary directory for the database: " + e, e);
    }
  }

  /**
   * Deletes {@code directory} and what is in it, if it exists.
   *
   * @throws StoreException if something of it stays
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
      throw new StoreException("the temporary database in " + directory + " stays: " + e, e);
    }
  }
}
