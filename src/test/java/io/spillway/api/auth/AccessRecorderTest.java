package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.auth.UnauthenticatedException.Why;
import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.audit.AuditEvent.Kind;
import io.spillway.store.StoreException;
import io.spillway.testing.SettableClock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessRecorderTest {
  private static final Map<String, String> EXAMPLE = Map.of("method", "GET", "path", "/api/v1/x");

  private final MemoryAuditLog audit = new MemoryAuditLog();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final AccessRecorder recorder = new AccessRecorder(audit, TrustedProxies.NONE, clock);

  @Test
  void oneAddressFillsOnlyPartOfTheLog() {
    refuse(1_000, "192.0.2.1");
    refuse(1, "192.0.2.2");

    assertThat(audit.events).hasSize(AccessRecorder.MAX_OF_ONE + 2);
    assertThat(audit.events)
        .filteredOn(event -> "192.0.2.2".equals(event.details().get("remoteAddress")))
        .hasSize(1);
  }

  @Test
  void theRowOfOtherClientsAtAnAddressHasTheExactRest() {
    refuse(1_000, "192.0.2.1");
    clock.advance(SampledSeries.PERIOD);
    recorder.writeDue();

    AuditEvent last = audit.events.get(audit.events.size() - 1);
    assertThat(last.actor()).isEqualTo("others");
    assertThat(last.message())
        .isEqualTo(
            "Token refused to others at this address, "
                + (999 - AccessRecorder.MAX_OF_ONE)
                + " times");
    assertThat(last.details())
        .containsEntry("remoteAddress", "192.0.2.1")
        .doesNotContainKey("reason");
    assertThat(MemoryAuditLog.sum(audit.events)).isEqualTo(1_000);
  }

  @Test
  void theRowOfOtherAddressesNamesNone() {
    for (int i = 0; i < 1_000; i++) {
      recorder.unauthenticated("192.0.2." + i, Why.NO_TOKEN, EXAMPLE);
    }
    recorder.writeRest();

    assertThat(audit.events).hasSize(AccessRecorder.MAX_REFUSED + 2);
    AuditEvent last = audit.events.get(audit.events.size() - 1);
    assertThat(last.actor()).isEqualTo("others");
    assertThat(last.details()).containsOnlyKeys("count", "firstAt", "lastAt");
    assertThat(MemoryAuditLog.sum(audit.events)).isEqualTo(1_000);
  }

  @Test
  void aClientAtManyAddressesIsStillNamed() {
    for (int i = 0; i < 100; i++) {
      recorder.issued(new RequestOrigin("client-1", "192.0.2." + i), TokenGrant.CLIENT_SECRET);
    }
    recorder.writeRest();

    assertThat(audit.events).hasSize(AccessRecorder.MAX_OF_ONE + 2);
    assertThat(audit.events).allMatch(event -> event.actor().equals("client-1"));
    assertThat(MemoryAuditLog.sum(audit.events)).isEqualTo(100);
  }

  @Test
  void addressesOfOneNetworkAreCountedTogether() {
    for (int i = 0; i < 100; i++) {
      recorder.unauthenticated("2001:db8:1:2:0:0:0:" + i, Why.NO_TOKEN, EXAMPLE);
    }
    recorder.writeRest();

    assertThat(audit.events)
        .extracting(event -> event.details().get("count"))
        .containsExactly(1L, 99L);
  }

  @Test
  void oneRowSaysWhyFromWhereAndGivesAnExample() {
    recorder.unauthenticated("192.0.2.1", Why.EXPIRED_TOKEN, EXAMPLE);
    recorder.unauthenticated("192.0.2.1", Why.NO_TOKEN, EXAMPLE);

    assertThat(audit.events)
        .extracting(AuditEvent::message)
        .containsExactly(
            "Request refused: expired access token", "Request refused: no access token");
    AuditEvent first = audit.events.get(0);
    assertThat(first.kind()).isEqualTo(Kind.REQUEST_UNAUTHENTICATED);
    assertThat(first.actor()).isEqualTo("anonymous");
    assertThat(first.details())
        .containsExactly(
            Map.entry("reason", "expired access token"),
            Map.entry("remoteAddress", "192.0.2.1"),
            Map.entry("example", EXAMPLE),
            Map.entry("count", 1L),
            Map.entry("firstAt", "2026-03-01T12:00:00Z"),
            Map.entry("lastAt", "2026-03-01T12:00:00Z"));
  }

  @Test
  void aHundredThousandAddressesDoNotFillTheQueueOfAStoreThatHangs() {
    audit.hangs = true;
    for (int minute = 0; minute < 5; minute++) {
      for (int i = 0; i < 100_000; i++) {
        recorder.unauthenticated("10." + i % 200 + "." + i / 200 + ".1", Why.NO_TOKEN, EXAMPLE);
      }
      clock.advance(SampledSeries.PERIOD);
      recorder.writeDue();
    }

    assertThat(audit.waiting).hasSize(AccessRecorder.MAX_REFUSED + 1);
  }

  @Test
  void aStoreThatComesBackGetsEveryCount() {
    audit.down = true;
    issue(10, "client-1");
    clock.advance(SampledSeries.PERIOD);
    recorder.writeDue();
    issue(5, "client-1");
    assertThat(audit.events).isEmpty();

    audit.down = false;
    recorder.writeDue();
    clock.advance(SampledSeries.PERIOD);
    recorder.writeDue();

    assertThat(audit.events)
        .extracting(event -> event.details().get("count"))
        .containsExactly(1L, 14L);
  }

  @Test
  void aWriteOfUnknownOutcomeIsNotCountedTwice() {
    audit.hangs = true;
    issue(1, "client-1");
    audit.hangs = false;
    audit.waiting.get(0).completeExceptionally(new StoreException("the connection was lost"));

    recorder.writeDue();
    recorder.writeDue();

    assertThat(MemoryAuditLog.sum(audit.events)).isEqualTo(1);
  }

  @Test
  void manyClientsHaveARowEach() {
    for (int i = 0; i < 500; i++) {
      issue(1, "client-" + i);
    }

    assertThat(audit.events).hasSize(500).noneMatch(event -> event.actor().equals("others"));
  }

  @Test
  void theRestOfAStoreThatIsAwayIsLost() {
    audit.down = true;
    issue(3, "client-1");

    recorder.writeRest();
    audit.down = false;
    recorder.writeRest();

    assertThat(audit.events).isEmpty();
  }

  @Test
  void aReasonIsCutAndHasNoNul() {
    recorder.refused(new RequestOrigin("c", ""), "a\0" + "b".repeat(1_000));

    assertThat((String) audit.events.get(0).details().get("reason"))
        .startsWith("a?bbb")
        .hasSize(301);
  }

  private void refuse(int times, String address) {
    for (int i = 0; i < times; i++) {
      recorder.refused(new RequestOrigin("c" + i, address), "unknown client");
    }
  }

  private void issue(int times, String client) {
    for (int i = 0; i < times; i++) {
      recorder.issued(new RequestOrigin(client, "192.0.2.1"), TokenGrant.CLIENT_SECRET);
    }
  }
}
