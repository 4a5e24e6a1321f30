package io.spillway.domain.automation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "* * * * *",
        "0 9 * * MON-FRI",
        "0 9 * * mon-Fri",
        "59 23 31 12 7",
        "0 0 1 1 0",
        "*/15 * ? * ?",
        "0,15,30-45/5 8-18/2 1,15 JAN,jul-DEC SUN",
        "  5\t4 * * *  ",
        "5/10 * * * *",
        "@yearly",
        "@annually",
        "@monthly",
        "@weekly",
        "@daily",
        "@midnight",
        "@hourly",
        "@every 1h30m",
        "@every 1.5h",
        "CRON_TZ=Europe/Berlin 0 9 * * MON-FRI",
        "CRON_TZ=UTC @daily"
      })
  void aScheduleIsTaken(String text) {
    assertThat(CronExpression.isWellFormed(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "every day",
        "CRON_TZ=Europe/Berlin",
        "CRON_TZ=Europe/Nowhere 0 9 * * *",
        "CRON_TZ= 0 9 * * *",
        "CRON_TZ=UTC CRON_TZ=UTC 0 9 * * *",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * 32 * *",
        "* * * 0 *",
        "* * * 13 *",
        "* * * * 8",
        "-1 * * * *",
        "30-15 * * * *",
        "1-60 * * * *",
        "*/0 * * * *",
        "*/x * * * *",
        "* * * * MON-",
        "* * * * FOO",
        "* * * MON *",
        "JAN * * * *",
        "1M * * * *",
        "1,,2 * * * *",
        ",1 * * * *",
        "1, * * * *",
        "*-5 * * * *",
        "* * L * *",
        "* * 15W * *",
        "* * * * 5#2",
        "٣ * * * *",
        "1000 * * * *",
        "@Daily",
        "@reboot",
        "@every",
        "@every 5",
        "@every five minutes"
      })
  void anythingElseIsNot(String text) {
    assertThat(CronExpression.isWellFormed(text)).isFalse();
  }

  @Test
  void aLongTextIsRefusedWithoutReadingIt() {
    assertThat(CronExpression.isWellFormed("1,".repeat(500_000) + "1 * * * *")).isFalse();
    assertThat(CronExpression.isWellFormed("@every " + "1h".repeat(500_000))).isFalse();
  }
}
