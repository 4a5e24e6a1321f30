package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.audit.ChainPoint;
import io.spillway.domain.audit.ChainRow;
import io.spillway.store.AuditCheckpoint;
import io.spillway.store.AuditLog;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationRecord;
import io.spillway.store.BlockingWait;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Contract of {@link AuditLog}. */
interface AuditLogContract extends OpenStore {
  SqlStore opened();

  @Test
  default void readsAnEventBackAsItWasWritten() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("reason", "\"quoted\" – and more");
    details.put("pausedCount", 10_000L);
    details.put("failuresTotal", 1L << 40);
    details.put("dry", false);
    details.put("failures", List.of(Map.of("executionId", 5L, "cause", "store")));
    AuditEvent event =
        new AuditEvent(
            "u", AuditEvent.Kind.PAUSED_RUN, StoreSamples.START, "alice", "a", "resumed", details);
    append(event);
    assertThat(store().auditLog().page(Page.oldestFirst(10)))
        .extracting(AuditLog.Entry::event)
        .containsExactly(event);
    assertThat(onlyEvent().details().keySet()).containsExactlyElementsOf(details.keySet());
  }

  private AuditEvent onlyEvent() {
    return store().auditLog().page(Page.oldestFirst(1)).get(0).event();
  }

  @Test
  default void writesAnEventOfAKnownUidOnlyOnce() {
    append(StoreSamples.event("u"), StoreSamples.event("u"));
    append(StoreSamples.event("u", StoreSamples.START.plusSeconds(1)));
    assertThat(auditUids()).containsExactly("u");
    assertThat(onlyEvent().at()).isEqualTo(StoreSamples.START);
  }

  @Test
  default void numbersEventsInTheOrderOfCommits() {
    List<CompletionStage<Void>> writes = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 30; i++) {
      AutomationRecord next = AnAutomation.of("a").revision(i).record();
      writes.add(
          store()
              .automations()
              .commit(
                  AutomationCommit.redefining(
                      next, Optional.empty(), List.of(StoreSamples.event("c" + i)))));
      writes.add(store().auditLog().append(List.of(StoreSamples.event("e" + i))));
      expected.addAll(List.of("c" + i, "e" + i));
    }
    writes.forEach(BlockingWait::on);
    assertThat(auditUids()).containsExactlyElementsOf(expected);
    assertThat(store().auditLog().page(Page.oldestFirst(1_000)))
        .extracting(AuditLog.Entry::number)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  default void aReaderWhoGoesOnFromItsLastNumberSkipsNothing() {
    int total = 400;
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < total; i++) {
                append(StoreSamples.event("e" + i));
              }
            });
    List<String> seen = new ArrayList<>();
    long last = 0;
    boolean over;
    do {
      over = writing.isDone();
      for (AuditLog.Entry entry : store().auditLog().page(Page.after(Page.oldestFirst(50), last))) {
        assertThat(entry.number()).isGreaterThan(last);
        last = entry.number();
        seen.add(entry.event().uid());
        over = false;
      }
    } while (!over);
    writing.join();
    assertThat(seen).containsExactlyElementsOf(auditUids()).hasSize(total);
  }

  @Test
  default void aReaderSeesEveryEventOnceHoweverManyWriteBesideIt() {
    int writers = 4;
    int each = 150;
    List<CompletableFuture<Void>> writing = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      String prefix = "w" + writer + "-";
      writing.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < each; i++) {
                  append(
                      StoreSamples.event(prefix + i + "a"), StoreSamples.event(prefix + i + "b"));
                }
              }));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(writing.toArray(CompletableFuture[]::new));
    List<String> seen = new ArrayList<>();
    long last = 0;
    boolean over;
    do {
      over = all.isDone();
      for (AuditLog.Entry entry : store().auditLog().page(Page.after(Page.oldestFirst(7), last))) {
        last = store().auditLog().numberOf(entry.event().uid()).orElseThrow();
        seen.add(entry.event().uid());
        over = false;
      }
    } while (!over);
    all.join();
    assertThat(seen).hasSize(writers * each * 2).doesNotHaveDuplicates();
  }

  @Test
  default void whoReadsBackwardsSeesWhatWasThereOnceWhileMoreArrives() {
    append(StoreSamples.event("1"), StoreSamples.event("2"), StoreSamples.event("3"));
    List<String> seen = new ArrayList<>();
    List<AuditLog.Entry> page = store().auditLog().page(Page.newestFirst(1));
    while (!page.isEmpty()) {
      seen.add(page.get(0).event().uid());
      append(StoreSamples.event("later " + seen.size()));
      page = store().auditLog().page(Page.after(Page.newestFirst(1), page.get(0).number()));
    }
    assertThat(seen).containsExactly("3", "2", "1");
  }

  @Test
  default void oldEventsAreRemovedOldestFirstUpToANumberAFewAtATime() {
    AuditEvent[] old = new AuditEvent[1_200];
    for (int i = 0; i < old.length; i++) {
      old[i] = StoreSamples.event("old " + i, StoreSamples.START.plusMillis(i));
    }
    append(old);
    append(StoreSamples.event("young", StoreSamples.START.plusSeconds(60)));
    append(StoreSamples.event("old and late", StoreSamples.START));
    Instant moment = StoreSamples.START.plusSeconds(60);
    assertThat(store().auditLog().newestBefore(StoreSamples.START)).isEmpty();
    long newest = store().auditLog().newestBefore(moment).orElseThrow();
    assertThat(newest).isEqualTo(store().auditLog().numberOf("old and late").orElseThrow());

    assertThat(store().auditLog().removeSome(moment, newest)).isEqualTo(500);
    assertThat(uids(Page.oldestFirst(1))).containsExactly("old 500");
    assertThat(store().auditLog().removeSome(moment, newest)).isEqualTo(500);
    assertThat(store().auditLog().removeSome(moment, newest)).isEqualTo(200);
    assertThat(store().auditLog().removeSome(moment, newest)).isZero();
    assertThat(auditUids()).containsExactly("young", "old and late");
    append(StoreSamples.event("next"));
    assertThat(uids(Page.after(Page.oldestFirst(10), newest))).containsExactly("next");
  }

  @Test
  default void readsForwardsAndBackwardsFromANumber() {
    append(
        StoreSamples.event("1"),
        StoreSamples.event("2"),
        StoreSamples.event("3"),
        StoreSamples.event("4"));
    long second = store().auditLog().numberOf("2").orElseThrow();
    assertThat(uids(Page.oldestFirst(3))).containsExactly("1", "2", "3");
    assertThat(uids(Page.newestFirst(3))).containsExactly("4", "3", "2");
    assertThat(uids(Page.after(Page.oldestFirst(10), second))).containsExactly("3", "4");
    assertThat(uids(Page.after(Page.newestFirst(10), second))).containsExactly("1");
  }

  @Test
  default void readsEventsSinceAMomentAndBeforeAnother() {
    for (int second = 1; second <= 5; second++) {
      append(StoreSamples.event("" + second, StoreSamples.START.plusSeconds(second)));
    }
    Instant since = StoreSamples.START.plusSeconds(2);
    Instant until = StoreSamples.START.plusSeconds(4);
    assertThat(uids(Page.between(Page.oldestFirst(10), since, until))).containsExactly("2", "3");
    assertThat(uids(Page.between(Page.newestFirst(10), since, until))).containsExactly("3", "2");
    long second = store().auditLog().numberOf("2").orElseThrow();
    assertThat(uids(Page.after(Page.between(Page.oldestFirst(10), since, until), second)))
        .containsExactly("3");
  }

  @Test
  default void eachEventContinuesTheChainFromTheOneBefore() {
    assertThat(store().auditLog().lastInChain())
        .isEqualTo(new ChainPoint(0, ChainPoint.GENESIS_HASH));
    append(StoreSamples.event("1"), StoreSamples.event("2"));
    append(StoreSamples.event("1"), StoreSamples.event("3"));
    append(StoreSamples.event("2"));
    commit(AnAutomation.of("a").defined());

    List<AuditLog.Entry> entries = store().auditLog().page(Page.oldestFirst(10));

    assertThat(entries).extracting(AuditLog.Entry::number).containsExactly(1L, 2L, 3L);
    assertThat(previousHashes(entries))
        .containsExactly(ChainPoint.GENESIS_HASH, hashes(entries).get(0), hashes(entries).get(1));
    assertThat(store().auditLog().lastInChain())
        .isEqualTo(new ChainPoint(3, hashes(entries).get(2)));
  }

  private static List<String> hashes(List<AuditLog.Entry> entries) {
    return entries.stream().map(entry -> entry.link().orElseThrow().hash()).toList();
  }

  private static List<String> previousHashes(List<AuditLog.Entry> entries) {
    return entries.stream().map(entry -> entry.link().orElseThrow().previousHash()).toList();
  }

  @Test
  default void detailsHaveTheOneFormThatReadingAndWritingDoesNotChange() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("whole", 1L << 60);
    details.put("fraction", 0.1);
    details.put("large", new BigDecimal("1E+30"));
    details.put("exact", new BigDecimal("0.10000000000000000000000001"));
    details.put("text", "\"\u0001\u2028\ud83d / – Zoë");
    AuditEvent event =
        new AuditEvent("u", AuditEvent.Kind.PAUSED_RUN, StoreSamples.START, "", "", "m", details);
    append(event);

    AuditLog.Entry entry = store().auditLog().page(Page.oldestFirst(1)).get(0);

    JsonObject read = new JsonObject(new LinkedHashMap<>(entry.event().details()));
    ChainRow row =
        new ChainRow(
            1,
            "u",
            "PAUSED_RUN",
            StoreSamples.START.toEpochMilli(),
            "",
            "",
            "m",
            new JsonObject(read.encode()).encode());
    assertThat(row.hash(ChainPoint.GENESIS_HASH)).isEqualTo(hashes(List.of(entry)).get(0));
  }

  @Test
  default void theChainBeginsAfterTheEventsThatWereRemoved() {
    for (int day = 0; day < 5; day++) {
      append(StoreSamples.event("e" + day, StoreSamples.START.plus(Duration.ofDays(day))));
      BlockingWait.on(
          store().auditLog().addCheckpoint(checkpoint(day + 1, "k", "checkpoint " + day)));
    }
    List<AuditLog.Entry> before = store().auditLog().page(Page.oldestFirst(10));
    ChainPoint end = store().auditLog().lastInChain();

    int removed = store().auditLog().removeSome(StoreSamples.START.plus(Duration.ofDays(3)), 4);

    assertThat(removed).isEqualTo(3);
    List<AuditLog.Entry> left = store().auditLog().page(Page.oldestFirst(10));
    assertThat(left).isEqualTo(before.subList(3, 5));
    assertThat(left.get(0).checkpoint()).contains("checkpoint 3");
    assertThat(store().auditLog().lastInChain()).isEqualTo(end);
    Optional<ChainPoint> beginning =
        BlockingWait.on(
            opened()
                .writer
                .submit(
                    session ->
                        session.first(
                            "SELECT number, hash FROM audit_chain WHERE place = 'beginning'",
                            RowMappers::chainPoint)));
    assertThat(beginning).contains(new ChainPoint(3, hashes(before).get(2)));
  }

  @Test
  default void eventsAreRemovedUpToTheFirstThatIsNotOld() {
    append(StoreSamples.event("old"));
    append(StoreSamples.event("young", StoreSamples.START.plusSeconds(60)));
    append(StoreSamples.event("old and late"), StoreSamples.event("newest of the old"));
    Instant moment = StoreSamples.START.plusSeconds(60);

    assertThat(store().auditLog().removeSome(moment, 4)).isEqualTo(1);
    assertThat(store().auditLog().removeSome(moment, 4)).isZero();

    assertThat(auditUids()).containsExactly("young", "old and late", "newest of the old");
  }

  @Test
  default void theNewestCheckpointIsKnownAndReplacedByOneOfTheSameNumber() {
    AuditLog log = store().auditLog();
    append(StoreSamples.event("1"), StoreSamples.event("2"));
    assertThat(log.newestCheckpoint()).isEmpty();
    BlockingWait.on(log.addCheckpoint(checkpoint(2, "k1", "second")));
    BlockingWait.on(log.addCheckpoint(checkpoint(1, "k1", "first")));
    assertThat(log.newestCheckpoint()).contains(checkpoint(2, "k1", "second"));

    BlockingWait.on(log.addCheckpoint(checkpoint(2, "k2", "again")));

    assertThat(log.newestCheckpoint()).contains(checkpoint(2, "k2", "again"));
    assertThat(log.page(Page.oldestFirst(10)))
        .extracting(entry -> entry.checkpoint().orElseThrow())
        .containsExactly("first", "again");
  }

  private static AuditCheckpoint checkpoint(long number, String keyId, String jws) {
    return new AuditCheckpoint(number, keyId, StoreSamples.START, jws);
  }

  @Test
  default void knowsTheNumberOfAUid() {
    append(StoreSamples.event("u"));
    AuditLog.Entry entry = store().auditLog().page(Page.oldestFirst(1)).get(0);
    assertThat(store().auditLog().numberOf("u")).hasValue(entry.number());
    assertThat(store().auditLog().numberOf("x")).isEqualTo(OptionalLong.empty());
  }

  private void append(AuditEvent... events) {
    BlockingWait.on(store().auditLog().append(List.of(events)));
  }

  private List<String> uids(AuditLog.Query query) {
    return store().auditLog().page(query).stream().map(entry -> entry.event().uid()).toList();
  }
}
