package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are slow to parse or out of range. */
class HostileNumberTest {
  private static final String AUTOMATIONS = "/api/v1/automations";

  @RegisterExtension private static final ApiServer server = new ApiServer();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e400",
        "1e-400",
        "-1e400",
        "1e999999999",
        "1e9999999999",
        "1e-999999999",
        "0.5e1000000"
      })
  void aNumberOutOfRangeIsRefusedAsNumberAndAsText(String number) {
    for (String given : new String[] {number, '"' + number + '"'}) {
      BadInputTest.assertRefused(
          server.post(AUTOMATIONS, "{\"circuitBreakerMax\":" + given + "}"),
          400,
          3,
          "circuitBreakerMax is ",
          "must be an integer from 0 to 4294967295");
    }
  }

  @Test
  void aNumberOfTenThousandDigitsIsRefusedUnread() {
    String digits = "1" + "0".repeat(10_000);

    BadInputTest.assertRefused(
        server.post(AUTOMATIONS, "{\"circuitBreakerMax\":" + digits + "}"),
        400,
        3,
        "100 digits in a number");
    BadInputTest.assertRefused(
        server.post(
            AUTOMATIONS + "/a1/execute", "{\"context\":{\"context\":{\"a\":" + digits + "}}}"),
        400,
        3,
        "100 digits");
    BadInputTest.assertRefused(
        server.post(AUTOMATIONS + "/a1/execute", "{\"other\":0." + digits + "}"),
        400,
        3,
        "100 digits");
    assertThat(server.router.commands).isEmpty();
  }

  @Test
  void aNumberOfAMillionDigitsInQuotesIsRefusedUnread() {
    // Parsing it would block the event loop for seconds.
    String digits = "1".repeat(1_000_000);

    BadInputTest.assertRefused(
        server.post(AUTOMATIONS, "{\"circuitBreakerMax\":\"" + digits + "\"}"),
        400,
        3,
        "circuitBreakerMax has 1000000 characters, must be an integer from 0");
    BadInputTest.assertRefused(
        server.post(
            "/api/v1/search/automation_executions",
            "{\"executionId\":\"" + digits.substring(0, 60_000) + "\"}"),
        400,
        3,
        "executionId has 60000 characters");
  }
}
