package io.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the review shows as the selected set, counts, and has resolved is one set, whatever the
 * contexts contain.
 */
@Timeout(value = 10 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleReviewIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String LONG_KEY = "k".repeat(300);

  /** Values of one field as JSON text, and how a page shows them. */
  private static final Map<String, String> TEXTS = new LinkedHashMap<>();

  private static final Map<String, String> NUMBERS = new LinkedHashMap<>();

  static {
    TEXTS.put("\"\"", "\"\"");
    TEXTS.put("\" Sales \"", "\"·Sales·\"");
    TEXTS.put("\"Sales\"", "\"Sales\"");
    TEXTS.put("\"5\"", "\"5\"");
    TEXTS.put("5", "5");
    TEXTS.put("\"a\\nb\"", "\"a\\nb\"");
    TEXTS.put("\"true\"", "\"true\"");
    TEXTS.put("true", "true");
    TEXTS.put("\"cut \\ud83d\"", "\"cut \\ud83d\"");
    TEXTS.put("\"\\\"\\\\\"", "\"\\\"\\\\\"");
    for (String number :
        List.of(
            "1970670598291982290",
            "1970670598291982291",
            "0.1234567890123456788",
            "0.1234567890123456789",
            "1e400",
            "-5",
            "100")) {
      NUMBERS.put(number, number);
    }
  }

  @RegisterExtension static final Nodes NODES = Nodes.perClass();
  @RegisterExtension static final Browsers BROWSERS = new Browsers();
  @TempDir static Path directory;
  private static ConsoleNode node;

  @BeforeAll
  static void start() {
    node = ConsoleNode.start(NODES, directory.resolve("data"));
  }

  @Test
  void aTextIsSelectedByItsExactTextAndType() {
    OddContexts odd = holding("texts", "dept", TEXTS);
    Browser browser = reviewOf(odd);

    assertEachSelectsWhatItCounts(browser, "dept", TEXTS);
    browser.click("\"·Sales·\"");
    browser.awaitText(matching(2));
    cancel(browser, 2);

    assertThat(odd.pausedWith("dept", "\" Sales \"")).isZero();
    assertThat(odd.pausedWith("dept", "\"Sales\"")).isEqualTo(3);
    assertThat(odd.paused()).isEqualTo(55 - 2);
    node.assertClean(browser);
  }

  @Test
  void aNumberIsSelectedByItsExactValue() {
    OddContexts odd = holding("numbers", "n", NUMBERS);
    Browser browser = reviewOf(odd);

    assertEachSelectsWhatItCounts(browser, "n", NUMBERS);
    browser.click("1970670598291982291");
    browser.awaitText(matching(2));
    cancel(browser, 2);

    assertThat(odd.pausedWith("n", "1970670598291982291")).isZero();
    assertThat(odd.pausedWith("n", "1970670598291982290")).isEqualTo(1);
    assertThat(odd.paused()).isEqualTo(28 - 2);
    node.assertClean(browser);
  }

  @Test
  void aValueIsTypedWithItsTypeAndEveryBlank() {
    OddContexts odd = holding("typed", "dept", TEXTS);
    Browser browser = reviewOf(odd);

    assertThat(typed(browser, "equals", "text", "", 1)).isEqualTo("dept equals \"\"");
    assertThat(typed(browser, "equals", "text", " Sales ", 2)).isEqualTo("dept equals \"·Sales·\"");
    assertThat(typed(browser, "equals", "text", "5", 4)).isEqualTo("dept equals \"5\"");
    assertThat(typed(browser, "equals", "number", "5", 5)).isEqualTo("dept equals 5");
    assertThat(typed(browser, "equals", "number", "5.00", 5)).isEqualTo("dept equals 5.00");
    assertThat(typed(browser, "equals", "text", "a" + Browser.SHIFT_ENTER + "b", 6))
        .isEqualTo("dept equals \"a\\nb\"");
    assertThat(typed(browser, "not", "text", "5", 51)).isEqualTo("dept is not \"5\"");
    assertThat(typed(browser, "contains", "", "ale", 5)).isEqualTo("dept contains \"ale\"");
    assertThat(typed(browser, "exists", "", "", 55)).isEqualTo("dept exists");
    node.assertClean(browser);
  }

  @Test
  void whatIsNotANumberIsRefused() {
    OddContexts odd = holding("no number", "dept", TEXTS);
    Browser browser = reviewOf(odd);

    enter(browser, "dept", "equals", "number", "5 ");
    browser.click("Filter");

    browser.awaitText("The value is \"5 \", must be a number such as 5, -0.25 or 1e9.");
    assertThat(browser.text()).contains("55 executions paused");
    browser.click("Discard");
    enter(browser, "dept", "equals", "text", "6");
    browser.click("Filter");
    browser.awaitText("The text \"6\" is another value than 6 without quotes.");
    node.assertClean(browser);
  }

  @Test
  void severalConditionsHoldAtOnceAndStayInTheAddress() {
    OddContexts odd = OddContexts.create(node, "several");
    odd.pause(
        List.of(
            "{\"a\":{\"b/c\":\"x\"},\"dept\":\"Sales\"}",
            "{\"a\":{\"b/c\":\"x\"},\"dept\":\"IT\"}",
            "{\"a\":{\"b/c\":\"y\"},\"dept\":\"Sales\"}",
            "{\"dept\":\"Sales\"}"));
    Browser browser = reviewOf(odd);

    enter(browser, "/a/b~1c", "equals", "text", "x");
    browser.click("Filter");
    browser.awaitText(matching(2));
    enter(browser, "dept", "not", "text", "IT");
    browser.click("Filter");
    browser.awaitText(matching(1));
    browser.run("location.reload()");
    browser.awaitText(matching(1));
    assertThat(conditions(browser)).isEqualTo("/a/b~1c equals \"x\" | dept is not \"IT\"");
    browser.clickCss("[aria-label='Remove: dept is not \"IT\"']");
    browser.awaitText(matching(2));
    browser.click("Show all");
    browser.awaitText("4 executions paused");
    node.assertClean(browser);
  }

  @Test
  void nothingIsDecidedWhileAConditionIsOnlyTyped() {
    OddContexts odd = holding("pending", "dept", TEXTS);
    Browser browser = reviewOf(odd);

    browser.fill("input[name=field]", "dept");
    browser.awaitText("The filter was changed. Apply or discard it first.");
    Object disabled =
        browser.run("return document.querySelectorAll('.decide button:disabled').length");
    browser.click("Discard");
    await()
        .atMost(TIMEOUT)
        .until(
            () -> browser.run("return document.querySelectorAll('.decide button:disabled').length"),
            left -> left.equals(0));

    assertThat(disabled).isEqualTo(2);
    assertThat(browser.run("return document.querySelector('input[name=field]').value"))
        .isEqualTo("");
    node.assertClean(browser);
  }

  @Test
  void anAddressThatIsNotUnderstoodSelectsNothing() {
    OddContexts odd = holding("address", "dept", TEXTS);
    Browser browser = BROWSERS.start();
    node.signIn(browser, odd.path() + "/review?field=dept&value=Sales");

    browser.awaitText(
        "The address of this page has the parameter field, which is none of a filter.");
    assertThat(browser.offers("Resume")).isFalse();
    node.open(browser, odd.path() + "/review?where=%5B%7B%22field%22%3A%22dept%22%7D%5D");
    browser.awaitText("The filter in the address of this page cannot be read");
    assertThat(browser.offers("Resume")).isFalse();
    browser.click("Show all paused executions");
    browser.awaitText("55 executions paused");
    node.assertClean(browser);
  }

  @Test
  void anyKeyIsSummarizedAndFiltered() {
    OddContexts odd = OddContexts.create(node, "keys");
    String context =
        "{\"\":\"empty\",\"%s\":\"long\",\"/\":\"slash\",\"/a~2\":\"tilde\",\"__proto__\":\"proto\","
                .formatted(LONG_KEY)
            + "\"in\":{\"\":\"inner\",\"a/b\":\"path\"}}";
    odd.pause(List.of(context, "{}", "{}"));
    Browser browser = reviewOf(odd);

    browser.clickCss(".chooser summary");
    for (int i = 0; i < 5; i++) {
      browser.clickCss(".choices input:checked");
      int left = 4 - i;
      browser.awaitText("Choose fields (" + left + " of at most 8)");
    }
    for (String field : List.of("/", LONG_KEY, "/~1", "/~1a~02", "__proto__", "/in/", "/in/a~1b")) {
      choose(browser, field);
    }
    for (String value : List.of("empty", "long", "slash", "tilde", "proto", "inner", "path")) {
      browser.click("\"" + value + "\"");
      browser.awaitText(matching(1));
      browser.click("Show all");
      browser.awaitText("3 executions paused");
    }

    node.assertClean(browser);
  }

  @Test
  void theListAndTheButtonsDoNotNeedTheSummary() {
    OddContexts odd = holding("no summary", "dept", TEXTS);
    Browser browser = reviewOf(odd);

    browser.clickCss(".chooser summary");
    browser.fill("input[name=other]", "/a~2");
    browser.click("Add");

    browser.awaitText("The values could not be counted: summaryFields contains \"/a~2\"");
    browser.awaitText("55 paused, newest first");
    browser.awaitText("55 executions paused");
    assertThat(browser.offers("Resume")).isTrue();
    node.assertClean(browser);
  }

  @Test
  void tenValuesOfAFieldAreListed() {
    OddContexts odd = OddContexts.create(node, "many values");
    for (int i = 0; i < 12; i++) {
      odd.pause(Collections.nCopies(12 - i, "{\"v\":\"value " + i + "\"}"));
    }
    Browser browser = reviewOf(odd);

    browser.awaitText("\"value 9\"");
    browser.awaitText("3 executions with other values");
    assertThat(browser.run("return document.querySelectorAll('.value').length")).isEqualTo(10);
    node.assertClean(browser);
  }

  @Test
  void whatCannotBeReadIsNamedAndLeftAlone() {
    Path data = directory.resolve("damaged");
    ConsoleNode first = ConsoleNode.start(NODES, data);
    String automation = first.operations().create("damaged", ConsoleNode.MAX);
    first.trip(automation, 1_030);
    first.server().terminate();
    first.server().exitCode(TIMEOUT);
    StoreFaults.damageOldestSegment(data, automation);
    ConsoleNode again = ConsoleNode.start(NODES, data);
    Browser browser = BROWSERS.start();
    again.signIn(browser, "/automations/" + automation + "/review");

    browser.awaitText("Some executions are missing here.");
    browser.awaitText("Executions 1024 to 2047: ");
    browser.awaitText("11 paused, newest first");
    assertThat(browser.text()).doesNotContain("since this review was loaded");
    browser.click("Resume");
    browser.awaitText("Some executions are missing here.");
    browser.awaitText("1,019 other executions will stay paused.");
    browser.click("Resume 11 executions");
    browser.awaitText("Resumed 11 executions");
  }

  private static OddContexts holding(String name, String field, Map<String, String> values) {
    OddContexts odd = OddContexts.create(node, name);
    int times = 1;
    for (String json : values.keySet()) {
      odd.pause(Collections.nCopies(times++, "{\"" + field + "\":" + json + "}"));
    }
    return odd;
  }

  private static Browser reviewOf(OddContexts odd) {
    Browser browser = BROWSERS.start();
    node.signIn(browser, odd.path() + "/review");
    browser.awaitText("paused, newest first");
    return browser;
  }

  /** Each value of the summary, the i-th paused i times. */
  private static void assertEachSelectsWhatItCounts(
      Browser browser, String field, Map<String, String> values) {
    int times = 1;
    for (String shown : values.values()) {
      browser.click(shown);
      browser.awaitText(matching(times));
      assertThat(conditions(browser)).isEqualTo(field + " equals " + shown);
      browser.click("Show all");
      browser.awaitText("executions paused");
      times++;
    }
  }

  /** Filters by a condition alone, and answers it as it is shown. */
  private static String typed(
      Browser browser, String operator, String type, String text, int expected) {
    enter(browser, "dept", operator, type, text);
    browser.click("Filter");
    browser.awaitText(matching(expected));
    String shown = conditions(browser);
    browser.click("Show all");
    browser.awaitText("55 executions paused");
    return shown;
  }

  private static String matching(int count) {
    return count + (count == 1 ? " execution matches the filter" : " executions match the filter");
  }

  private static void enter(
      Browser browser, String field, String operator, String type, String text) {
    browser.fill("input[name=field]", field);
    browser.clickCss("select[name=operator] option[value=" + operator + "]");
    if (!type.isEmpty()) {
      browser.clickCss("select[name=type] option[value=" + type + "]");
    }
    if (!text.isEmpty()) {
      browser.fill("textarea[name=value]", text);
    }
  }

  private static void choose(Browser browser, String field) {
    browser.fill("input[name=other]", field);
    browser.click("Add");
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                browser.run(
                    "return [...document.querySelectorAll('.values h3')].some(e => e.title === '"
                        + field
                        + "')"),
            Boolean.TRUE::equals);
  }

  private static String conditions(Browser browser) {
    return String.valueOf(
        browser.run(
            "return [...document.querySelectorAll('.conditions li')]"
                + ".map(e => e.innerText.trim().replace(/\\s+/g, ' ')).join(' | ')"));
  }

  private static void cancel(Browser browser, int count) {
    browser.click("Cancel executions");
    browser.fill("#reason", "odd");
    browser.click("Cancel " + count + " executions");
    browser.awaitText("Cancelled " + count + " executions");
  }
}
