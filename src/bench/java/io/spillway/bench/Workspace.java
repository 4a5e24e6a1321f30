package io.spillway.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.harness.BacklogWriter;
import io.spillway.store.Store;
import io.spillway.store.sql.SqliteStore;
import io.spillway.testing.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.function.Function;

/**
 * Data directories below one directory, which whoever started the benchmark removes.
 *
 * @param directory where
 */
record Workspace(Path directory) {
  private static final int END_OF_LOG = 4_000;
  private static final String DATABASE = "spillway.db";

  /** A path for something new. */
  Path path(String name) {
    return directory.resolve(name);
  }

  /** Makes a data directory, has {@code work} put backlogs into its store, and lets it settle. */
  <T> T prepare(String name, Function<BacklogWriter, T> work) {
    Path data = path(name);
    delete(name);
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path database = data.resolve(DATABASE);
    T prepared;
    try (Store store = SqliteStore.inFile(database, Clock.systemUTC(), new SimpleMeterRegistry())) {
      prepared = work.apply(new BacklogWriter(store));
    }
    settle();
    return prepared;
  }

  /**
   * Waits until all that was written and deleted before has reached the disk: it is not what is
   * measured, and would be carried there meanwhile.
   */
  private static void settle() {
    try {
      int code = new ProcessBuilder("sync").inheritIO().start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("sync ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the disk settles", e);
    }
  }

  /** Copies a data directory that no node uses, and waits until the copy is on the disk. */
  Path copy(String from, String to) {
    delete(to);
    Path file = path(to).resolve(DATABASE);
    try {
      Files.createDirectories(path(to));
      Files.copy(path(from).resolve(DATABASE), file);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return path(to);
  }

  /** The end of each log of a process, newest lines last. */
  String logs() {
    StringBuilder text = new StringBuilder();
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, "*.log")) {
      for (Path log : logs) {
        String said = Files.readString(log);
        text.append("--- ").append(log.getFileName()).append('\n');
        text.append(said.substring(Math.max(0, said.length() - END_OF_LOG)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Deletes a directory if it exists. */
  void delete(String name) {
    Directories.delete(path(name));
  }
}
