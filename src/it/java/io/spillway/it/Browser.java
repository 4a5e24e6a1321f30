package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A Chromium without a window, driven by the WebDriver protocol through ChromeDriver. Clicks and
 * keys are those of a user: what is covered or hidden cannot be clicked. Waits for what it is asked
 * to click or read.
 */
final class Browser implements AutoCloseable {
  static final String TAB = "\uE004";
  static final String ENTER = "\uE007";
  static final String ESCAPE = "\uE00C";
  static final String END = "\uE010";

  /** A line break within a field whose form is submitted by the key alone. */
  static final String SHIFT_ENTER = "\uE008\uE007\uE000";

  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final List<String> ARGUMENTS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--window-size=1280,900");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI driver;
  private final String session;
  private final List<String> errors = new ArrayList<>();
  private final Set<String> hosts = new TreeSet<>();

  /**
   * @param driver where ChromeDriver listens
   * @param profile a directory of its own
   */
  Browser(URI driver, Path profile) {
    this.driver = driver;
    JsonArray arguments =
        new JsonArray(new ArrayList<>(ARGUMENTS)).add("--user-data-dir=" + profile);
    JsonObject options = new JsonObject().put("binary", "/usr/bin/chromium").put("args", arguments);
    JsonObject wanted =
        new JsonObject()
            .put("browserName", "chrome")
            .put("goog:chromeOptions", options)
            .put(
                "goog:loggingPrefs",
                new JsonObject().put("browser", "ALL").put("performance", "ALL"));
    JsonObject capabilities =
        new JsonObject().put("capabilities", new JsonObject().put("alwaysMatch", wanted));
    session = ((JsonObject) send("POST", "/session", capabilities)).getString("sessionId");
  }

  void open(URI address) {
    post("/url", new JsonObject().put("url", address.toString()));
  }

  /** The path that is open. */
  String path() {
    return URI.create(String.valueOf(get("/url"))).getPath();
  }

  /** Has media queries find this theme, {@code light} or {@code dark}. */
  void setTheme(String theme) {
    JsonObject feature = new JsonObject().put("name", "prefers-color-scheme").put("value", theme);
    JsonObject params = new JsonObject().put("features", new JsonArray().add(feature));
    sendCommand("Emulation.setEmulatedMedia", params);
  }

  /** Has the page this many pixels, as on a screen of that size. */
  void setSize(int width, int height) {
    JsonObject params =
        new JsonObject()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false);
    sendCommand("Emulation.setDeviceMetricsOverride", params);
  }

  /** Has the page this time zone, such as {@code Asia/Kolkata}. */
  void setTimeZone(String id) {
    sendCommand("Emulation.setTimezoneOverride", new JsonObject().put("timezoneId", id));
  }

  /** Has it save files here without asking. */
  void downloadTo(Path directory) {
    sendCommand(
        "Browser.setDownloadBehavior",
        new JsonObject().put("behavior", "allow").put("downloadPath", directory.toString()));
  }

  private void sendCommand(String command, JsonObject params) {
    post("/goog/cdp/execute", new JsonObject().put("cmd", command).put("params", params));
  }

  /** What a script answers: a value of JSON, or null. */
  Object run(String script) {
    return post(
        "/execute/sync", new JsonObject().put("script", script).put("args", new JsonArray()));
  }

  /** What an asynchronous script gives to its callback. */
  Object runAsync(String script) {
    return post(
        "/execute/async", new JsonObject().put("script", script).put("args", new JsonArray()));
  }

  /** What is in sight, as a PNG. */
  byte[] screenshot() {
    return Base64.getDecoder().decode(String.valueOf(get("/screenshot")));
  }

  /** Everything that can be read. */
  String text() {
    return String.valueOf(run("return document.body.innerText"));
  }

  void awaitText(String text) {
    await("the text \"" + text + "\"")
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(text()).contains(text));
  }

  /** Clicks the button or link with this text, in the dialog if one is open. */
  void click(String text) {
    String scope =
        Boolean.TRUE.equals(run("return !!document.querySelector('dialog')")) ? "//dialog" : "";
    String condition = "[normalize-space(.)='" + text + "']";
    clickWhenThere("xpath", scope + "//button" + condition + "|" + scope + "//a" + condition);
  }

  void clickCss(String selector) {
    clickWhenThere("css selector", selector);
  }

  private void clickWhenThere(String using, String value) {
    await("something to click: " + value)
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .until(
            () -> {
              clickInSight(find(using, value));
              return true;
            });
  }

  /** What is below something else is scrolled into sight first. */
  private void clickInSight(String element) {
    String click = "/element/" + element + "/click";
    try {
      post(click, new JsonObject());
    } catch (IllegalStateException e) {
      JsonArray arguments = new JsonArray().add(new JsonObject().put(ELEMENT, element));
      String script = "arguments[0].scrollIntoView({block: 'center'})";
      post("/execute/sync", new JsonObject().put("script", script).put("args", arguments));
      post(click, new JsonObject());
    }
  }

  /** Replaces what is in a field. */
  void fill(String selector, String text) {
    String element =
        await("a field: " + selector)
            .atMost(TIMEOUT)
            .ignoreExceptions()
            .until(() -> find("css selector", selector), found -> true);
    post("/element/" + element + "/clear", new JsonObject());
    post("/element/" + element + "/value", new JsonObject().put("text", text));
  }

  /** Sends keys to where the focus is. */
  void press(String keys) {
    JsonObject active = (JsonObject) get("/element/active");
    post("/element/" + active.getString(ELEMENT) + "/value", new JsonObject().put("text", keys));
  }

  /** The text of what has the focus. */
  String focused() {
    return String.valueOf(run("return document.activeElement.textContent.trim()"));
  }

  /** Goes on with the tabulator until what has this text has the focus. */
  void tabTo(String text) {
    List<String> passed = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      press(TAB);
      passed.add(focused());
      if (focused().equals(text)) {
        return;
      }
    }
    throw new AssertionError("the tabulator does not come to \"" + text + "\", only to " + passed);
  }

  /** Whether there is a button or a link with this text. */
  boolean offers(String text) {
    String script =
        "return [...document.querySelectorAll('button, a')].some(e => e.textContent.trim() === '"
            + text
            + "')";
    return Boolean.TRUE.equals(run(script));
  }

  /** Errors of the console since the start, without those of requests that were refused. */
  List<String> errors() {
    readLogs();
    return errors;
  }

  /** The hosts that were asked for anything since the start, with their ports. */
  Set<String> hosts() {
    readLogs();
    return hosts;
  }

  private void readLogs() {
    for (Object each : (JsonArray) post("/se/log", new JsonObject().put("type", "browser"))) {
      JsonObject line = (JsonObject) each;
      if ("SEVERE".equals(line.getString("level")) && !"network".equals(line.getString("source"))) {
        errors.add(line.getString("message"));
      }
    }
    for (Object each : (JsonArray) post("/se/log", new JsonObject().put("type", "performance"))) {
      JsonObject event =
          new JsonObject(((JsonObject) each).getString("message")).getJsonObject("message");
      if ("Network.requestWillBeSent".equals(event.getString("method"))) {
        JsonObject request = event.getJsonObject("params").getJsonObject("request");
        String url = request.getString("url");
        if (url.startsWith("http")) {
          hosts.add(URI.create(url).getAuthority());
        }
      }
    }
  }

  private String find(String using, String value) {
    Object found = post("/element", new JsonObject().put("using", using).put("value", value));
    return ((JsonObject) found).getString(ELEMENT);
  }

  private Object get(String path) {
    return send("GET", "/session/" + session + path, new JsonObject());
  }

  private Object post(String path, JsonObject body) {
    return send("POST", "/session/" + session + path, body);
  }

  private Object send(String method, String path, JsonObject body) {
    HttpRequest request =
        HttpRequest.newBuilder(driver.resolve(path))
            .timeout(TIMEOUT)
            .method(
                method,
                method.equals("POST")
                    ? BodyPublishers.ofString(body.encode())
                    : BodyPublishers.noBody())
            .build();
    try {
      JsonObject answer = new JsonObject(http.send(request, BodyHandlers.ofString()).body());
      if (answer.getValue("value") instanceof JsonObject value && value.containsKey("error")) {
        throw new IllegalStateException(
            value.getString("error") + ": " + value.getString("message"));
      }
      return answer.getValue("value");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Closes its pages and forgets what they have kept, as if it had just been started. */
  void renew() {
    String fresh =
        ((JsonObject) post("/window/new", new JsonObject().put("type", "tab"))).getString("handle");
    for (Object handle : (JsonArray) get("/window/handles")) {
      if (!handle.equals(fresh)) {
        post("/window", new JsonObject().put("handle", handle));
        send("DELETE", "/session/" + session + "/window", new JsonObject());
      }
    }
    post("/window", new JsonObject().put("handle", fresh));
    sendCommand("Network.clearBrowserCookies", new JsonObject());
    sendCommand("Network.clearBrowserCache", new JsonObject());
    sendCommand(
        "Storage.clearDataForOrigin",
        new JsonObject().put("origin", "*").put("storageTypes", "all"));
    readLogs();
    errors.clear();
    hosts.clear();
  }

  @Override
  public void close() {
    send("DELETE", "/session/" + session, new JsonObject());
  }
}
