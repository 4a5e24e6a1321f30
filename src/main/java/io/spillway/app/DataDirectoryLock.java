package io.spillway.app;

import io.spillway.store.PrivateFiles;
import io.spillway.store.UnusableStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prevents two processes from using one data directory, or one database file through symbolic links
 * in several. The operating system releases the lock when the process ends.
 */
final class DataDirectoryLock implements AutoCloseable {
  private static final String FILE = "spillway.lock";

  private final List<FileChannel> channels = new ArrayList<>();

  private DataDirectoryLock() {}

  /**
   * Takes the lock of a directory.
   *
   * @throws UnusableStoreException if another process has it, or it cannot be written
   */
  static DataDirectoryLock on(Path directory) {
    DataDirectoryLock lock = new DataDirectoryLock();
    lock.take(directory.resolve(FILE), "data directory " + directory);
    return lock;
  }

  /**
   * Takes the lock of a directory, and that of the file that has its database.
   *
   * @param database file in the directory, or a symbolic link to it; it need not exist
   * @throws UnusableStoreException if another process has one of them, or one cannot be written
   */
  static DataDirectoryLock on(Path directory, Path database) {
    Path real = Files.isSymbolicLink(database) ? realFile(database) : database;
    DataDirectoryLock lock = on(directory);
    if (!real.equals(database)) {
      lock.take(lockOf(real), "the file %s, to which %s links,".formatted(real, database));
    }
    return lock;
  }

  private void take(Path file, String what) {
    try {
      FileChannel channel =
          PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channels.add(channel);
      if (isTaken(channel)) {
        close();
        throw new UnusableStoreException(
            what + " is in use by another node, must be used by one node only");
      }
    } catch (IOException e) {
      close();
      throw new UnusableStoreException(
          what + " cannot be locked (" + e + "), must be writable by the user of the node", e);
    }
  }

  private static Path realFile(Path link) {
    try {
      return Files.exists(link)
          ? link.toRealPath()
          : link.resolveSibling(Files.readSymbolicLink(link)).toAbsolutePath().normalize();
    } catch (IOException e) {
      throw new UncheckedIOException("the symbolic link " + link + " cannot be read", e);
    }
  }

  /** For a database in a data directory, this is the lock of the directory. */
  private static Path lockOf(Path database) {
    String name = String.valueOf(database.getFileName());
    return database.resolveSibling(name.replaceFirst("\\.db$", "") + ".lock");
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      for (FileChannel channel : channels) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the lock of the data directory cannot be released", e);
    }
  }
}
