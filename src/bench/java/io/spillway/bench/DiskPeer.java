package io.spillway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** What the disk allows: contexts appended to a file, with one sync for a whole batch. */
final class DiskPeer {
  static final String NAME = "append and fsync";

  private static final long MAX_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int DIGITS = 3;

  private final Workspace workspace;

  DiskPeer(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Times of a batch, in nanoseconds. */
  Histogram append(int batch, int contextBytes, Duration time) {
    Histogram times = new Histogram(MAX_NANOS, DIGITS);
    ByteBuffer bytes = ByteBuffer.allocateDirect(batch * contextBytes);
    try (FileChannel file =
        FileChannel.open(
            workspace.path("append"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      long end = System.nanoTime() + time.toNanos();
      for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
        bytes.clear();
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        file.force(false);
        times.recordValue(System.nanoTime() - start);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return times;
  }
}
