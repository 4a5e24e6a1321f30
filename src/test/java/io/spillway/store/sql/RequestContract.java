package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.store.AnsweredRequest;
import io.spillway.store.AutomationCommit;
import io.spillway.store.AutomationStore;
import io.spillway.store.RequestKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Contract of {@link AutomationStore#answered} and its expiry. */
interface RequestContract extends OpenStore {
  RequestKey KEY = new RequestKey("key", "body");

  @Test
  default void knowsWhatRequestsWithAKeyMade() {
    AnsweredRequest executed = AnsweredRequest.executed(KEY, 1L << 52);
    AnsweredRequest resolved = AnsweredRequest.resolved(new RequestKey("ké\"y", ""), "r1");
    commit(AnAutomation.of("a").defined().answering(List.of(executed, resolved)));

    assertThat(store().automations().answered(List.of("key", "ké\"y", "another")))
        .isEqualTo(Map.of("key", executed, "ké\"y", resolved));
    assertThat(store().automations().answered(List.of())).isEmpty();
  }

  @Test
  default void aKeyIsAnsweredOnce() {
    commit(AnAutomation.of("a").defined().answering(List.of(AnsweredRequest.executed(KEY, 1))));

    OpenStore.assertStale(
        store().automations().commit(again().answering(List.of(AnsweredRequest.executed(KEY, 2)))));

    assertThat(answered()).containsOnly(AnsweredRequest.executed(KEY, 1));
    assertThat(store().automations().load("a").orElseThrow().revision()).isEqualTo(1);
  }

  @Test
  default void aStepThatIsRefusedAnswersNothing() {
    commit(AnAutomation.of("a").defined());

    OpenStore.assertStale(
        store()
            .automations()
            .commit(
                AnAutomation.of("a")
                    .defined()
                    .answering(List.of(AnsweredRequest.executed(KEY, 1)))));

    assertThat(answered()).isEmpty();
  }

  @Test
  default void aKeyThatIsForgottenIsAnsweredAnew() {
    commit(AnAutomation.of("a").defined().answering(List.of(AnsweredRequest.executed(KEY, 1))));

    assertThat(store().automations().forgetRequests()).isZero();
    assertThat(store().automations().forgetRequests(Duration.ZERO)).isEqualTo(1);
    assertThat(answered()).isEmpty();

    commit(again().answering(List.of(AnsweredRequest.executed(KEY, 2))));
    assertThat(answered()).containsOnly(AnsweredRequest.executed(KEY, 2));
  }

  private Collection<AnsweredRequest> answered() {
    return store().automations().answered(List.of("key")).values();
  }

  private static AutomationCommit again() {
    return AnAutomation.of("a").revision(2).defined();
  }
}
