package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.testing.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The ChromeDriver of this JVM, and its browsers. Starting them takes seconds, so they stay for the
 * next test, of any class; they end with the JVM.
 */
final class ChromeDriver {
  private static final Path EXECUTABLE = Path.of("/usr/bin/chromedriver");

  private final Process process;
  private final URI address;
  private final Deque<Browser> unused = new ArrayDeque<>();

  private ChromeDriver() throws IOException {
    assertThat(EXECUTABLE)
        .as("Debian's packages chromium and chromium-driver are installed")
        .isExecutable();
    int port = Ports.free();
    process =
        new ProcessBuilder(EXECUTABLE.toString(), "--port=" + port)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    address = URI.create("http://127.0.0.1:" + port);
    await("ChromeDriver listens").atMost(Duration.ofSeconds(60)).until(() -> Ports.isOpen(port));
  }

  /** The one of this JVM, started by the first call. */
  static ChromeDriver get() {
    return Holder.DRIVER;
  }

  /** A browser as if it had just been started. */
  synchronized Browser take() {
    return unused.isEmpty() ? start() : unused.remove();
  }

  private Browser start() {
    try {
      return new Browser(address, Files.createTempDirectory("spillway-browser-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Renews a browser, for the next one that takes it. */
  synchronized void giveBack(Browser browser) {
    browser.renew();
    unused.add(browser);
  }

  /** A browser that was not given back ends with its driver. */
  private synchronized void end() {
    unused.forEach(Browser::close);
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  private static final class Holder {
    private static final ChromeDriver DRIVER = create();

    private static ChromeDriver create() {
      try {
        return new ChromeDriver();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
