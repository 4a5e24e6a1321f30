package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.testing.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts ChromeDriver for the tests of a class, and browsers. Starting one takes seconds, so each
 * is used again, renewed, after its test. For a static field. After a failure it prints what the
 * browsers showed.
 */
final class Browsers implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private static final String CHROMEDRIVER = "/usr/bin/chromedriver";

  private final List<Browser> open = new ArrayList<>();
  private final List<Browser> unused = new ArrayList<>();
  private @Nullable Process driver;
  private @Nullable URI address;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    begin();
  }

  /** Starts ChromeDriver, and waits for it. */
  void begin() throws IOException {
    assertThat(Path.of(CHROMEDRIVER))
        .as("Debian's packages chromium and chromium-driver are installed")
        .isExecutable();
    int port = Ports.free();
    driver =
        new ProcessBuilder(CHROMEDRIVER, "--port=" + port)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    address = URI.create("http://127.0.0.1:" + port);
    await("ChromeDriver listens").atMost(Duration.ofSeconds(60)).until(() -> listens(port));
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A browser as if it had just been started, until the test ends. */
  Browser start() {
    Browser browser = unused.isEmpty() ? startProcess() : unused.remove(0);
    open.add(browser);
    return browser;
  }

  private Browser startProcess() {
    try {
      return new Browser(
          Objects.requireNonNull(address), Files.createTempDirectory("spillway-browser-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    for (Browser browser : open) {
      if (context.getExecutionException().isPresent()) {
        System.out.println("--- what a browser showed at " + browser.path() + " ---");
        System.out.println(browser.text());
        System.out.println(browser.errors());
      }
      browser.renew();
    }
    unused.addAll(open);
    open.clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    end();
  }

  /** Ends ChromeDriver, and every browser that is open. */
  void end() {
    unused.addAll(open);
    open.clear();
    unused.forEach(Browser::close);
    unused.clear();
    Objects.requireNonNull(driver).destroy();
  }
}
