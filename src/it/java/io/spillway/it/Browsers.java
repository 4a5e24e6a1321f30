package io.spillway.it;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The browsers of a test. After a failure it prints what they showed. For a static field. */
final class Browsers implements AfterEachCallback {
  private final List<Browser> open = new ArrayList<>();

  /** A browser as if it had just been started, until the test ends. */
  Browser start() {
    Browser browser = ChromeDriver.get().take();
    open.add(browser);
    return browser;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      open.forEach(Browsers::show);
    }
    open.forEach(ChromeDriver.get()::giveBack);
    open.clear();
  }

  private static void show(Browser browser) {
    System.out.println("--- what a browser showed at " + browser.path() + " ---");
    System.out.println(browser.text());
    System.out.println(browser.errors());
  }
}
