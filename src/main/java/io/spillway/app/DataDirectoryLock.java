package io.spillway.app;

import io.spillway.store.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Prevents two processes from using one data directory. The operating system releases the lock when
 * the process ends.
 */
final class DataDirectoryLock implements AutoCloseable {
  private static final String FILE = "spillway.lock";

  private final FileChannel channel;

  private DataDirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws IllegalStateException if another process has it
   */
  static DataDirectoryLock on(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      FileChannel channel =
          PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isTaken(channel)) {
        channel.close();
        throw new IllegalStateException(
            "data directory "
                + directory
                + " is in use by another node, must be used by one node only");
      }
      return new DataDirectoryLock(channel);
    } catch (IOException e) {
      throw new UncheckedIOException("data directory " + directory + " cannot be locked", e);
    }
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
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the lock of the data directory cannot be released", e);
    }
  }
}
