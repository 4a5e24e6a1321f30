package io.spillway.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.engine.job.JobDepth;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobMessagesTest {
  private static final JobTypeState STATE =
      new JobTypeState("t", new JobDepth(1, 2, 1L << 40), 3, 1L << 41);

  @Test
  void anAnnouncementArrivesAsItWasSent() {
    JsonObject read =
        new JsonObject(JobMessages.announcement("n1", List.of(STATE), Map.of("t", 7)));

    assertThat(JobMessages.member(read)).isEqualTo("n1");
    assertThat(JobMessages.types(read)).containsExactly(Map.entry("t", STATE));
    assertThat(JobMessages.news(read)).containsExactly(Map.entry("t", 7));
  }

  @Test
  void anAnnouncementWithoutNewsIsReadAsItWasWritten() {
    JsonObject read =
        new JsonObject("{\"member\":\"n1\",\"types\":[[\"t\",1,2,1099511627776,3,2199023255552]]}");

    assertThat(JobMessages.types(read)).containsExactly(Map.entry("t", STATE));
    assertThat(JobMessages.news(read)).isEmpty();
  }

  @Test
  void theTypesWithTheMostReadyJobsAreAnnounced() {
    List<JobTypeState> many = new ArrayList<>();
    for (int i = 0; i <= JobMessages.MAX_TYPES; i++) {
      many.add(new JobTypeState("t" + i, new JobDepth(i, 0, 1), 0, 0));
    }

    assertThat(JobMessages.types(new JsonObject(JobMessages.announcement("n1", many, Map.of()))))
        .hasSize(JobMessages.MAX_TYPES)
        .doesNotContainKey("t0");
  }

  @Test
  void aQuestionArrivesAsItWasSent() {
    JsonObject read = new JsonObject(JobMessages.find(Set.of("t", "u"), Set.of("a"), 64));

    assertThat(JobMessages.texts(read, JobMessages.TYPES)).containsExactlyInAnyOrder("t", "u");
    assertThat(JobMessages.texts(read, JobMessages.SCOPE)).containsExactly("a");
    assertThat(read.getInteger(JobMessages.MAX)).isEqualTo(64);
  }
}
