package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.automation.Automation;
import io.spillway.domain.automation.RunnerSettings;
import io.spillway.domain.breaker.BreakerLimit;
import io.spillway.domain.breaker.BreakerPeriod;
import io.spillway.engine.actor.AutomationCommand;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps, triggers, drafts and annotations as clients give and get them. */
class DefinitionsTest {
  private static final String CREATE = "/api/v1/automations";
  private static final String SEARCH = "/api/v1/search/automations";

  @RegisterExtension private static final ApiServer server = new ApiServer();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "createAccessReview",
        "waitForDuration",
        "unenrollFromAllAccessProfiles",
        "createRevokeTasks",
        "createRevokeTasksV2",
        "sendEmail",
        "removeFromDelegation",
        "runAutomation",
        "updateUser",
        "taskAction",
        "webhook",
        "connectorAction",
        "connectorCreateAccount",
        "grantEntitlements",
        "sendSlackMessage",
        "callFunction",
        "accountLifecycleAction",
        "generatePassword",
        "setCredential",
        "storeCredential",
        "evaluateExpressions",
        "aKindThatC1AddsLater"
      })
  void aStepOfEveryKindComesBackAsItWasSent(String kind) {
    String steps =
        "[{\"stepName\":\"one\", \""
            + kind
            + "\":{\"z\":1.50,\"a\":null,\"n\":12345678901234567890}, \"skipIfTrueCel\":\"true\"}]";
    assertThat(server.post(CREATE, "{\"automationSteps\":" + steps + "}").body())
        .contains("\"automationSteps\":" + steps, "\"draftAutomationSteps\":" + steps);
  }

  @ParameterizedTest
  @CsvSource({
    "manual, UNSPECIFIED",
    "userProfileChange, USER_PROFILE_CHANGE",
    "appUserCreated, APP_USER_CREATE",
    "appUserUpdated, APP_USER_UPDATE",
    "usageBasedRevocation, UNUSED_ACCESS",
    "userCreated, USER_CREATED",
    "grantFound, GRANT_FOUND",
    "grantDeleted, GRANT_DELETED",
    "webhook, WEBHOOK",
    "schedule, SCHEDULE",
    "form, FORM",
    "scheduleAppUser, SCHEDULE_APP_USER",
    "accessConflict, ACCESS_CONFLICT",
    "scheduleNoUser, SCHEDULE_NO_USER",
    "user_created, USER_CREATED",
    "aKindThatC1AddsLater, UNSPECIFIED"
  })
  void aTriggerOfEveryKindComesBackAsItWasSentAndTellsItsType(String kind, String type) {
    String triggers = "[ {\"" + kind + "\":{ \"b\":1,\"a\":2 }} ]";
    String answer = server.post(CREATE, "{\"triggers\":" + triggers + "}").body();
    assertThat(answer)
        .contains(
            "\"triggers\":" + triggers,
            "\"draftTriggers\":" + triggers,
            "\"primaryTriggerType\":\"TRIGGER_TYPE_" + type + '"');
  }

  @Test
  void thePrimaryTypeIsThatOfTheFirstTriggerWithOne() {
    String answer =
        server
            .post(
                CREATE,
                "{\"triggers\":[{\"manual\":{}},{\"condition\":\"x\",\"webhook\":null,"
                    + "\"grantFound\":{}},{\"webhook\":{}}]}")
            .body();
    assertThat(answer).contains("\"primaryTriggerType\":\"TRIGGER_TYPE_GRANT_FOUND\"");
  }

  @Test
  void aDraftIsOfTheTypeThatItWillHave() {
    String body = "{\"isDraft\":true,\"draftTriggers\":[{\"webhook\":{}}]}";
    assertThat(server.post(CREATE, body).body())
        .contains("\"primaryTriggerType\":\"TRIGGER_TYPE_WEBHOOK\"");
    assertThat(found("{\"triggerTypes\":[\"TRIGGER_TYPE_WEBHOOK\"]}")).hasSize(1);

    String published = "{\"draftTriggers\":[{\"form\":{}}]}";
    assertThat(server.post(CREATE, published).body())
        .contains("\"primaryTriggerType\":\"TRIGGER_TYPE_UNSPECIFIED\"");
  }

  @Test
  void aSearchFindsAutomationsThatHaveOneOfTheTypes() {
    server.post(CREATE, "{\"displayName\":\"b\",\"triggers\":[{\"manual\":{}},{\"schedule\":{}}]}");
    server.post(CREATE, "{\"displayName\":\"c\",\"triggers\":[{\"appUserCreated\":{}}]}");
    server.post(CREATE, "{\"displayName\":\"d\"}");
    assertThat(
            found(
                "{\"triggerTypes\":[\"TRIGGER_TYPE_SCHEDULE\",\"TRIGGER_TYPE_APP_USER_CREATE\"]}"))
        .containsExactlyInAnyOrder("b", "c");
    assertThat(found("{\"triggerTypes\":[\"TRIGGER_TYPE_UNSPECIFIED\"]}")).hasSize(4);
    assertThat(found("{\"triggerTypes\":[]}")).hasSize(4);
    assertThat(found("{\"triggerTypes\":[9,2]}")).containsExactlyInAnyOrder("b", "c");
    assertThat(found("{\"triggerTypes\":[0]}")).hasSize(4);
  }

  @Test
  void anAutomationsPeriodIsReadByItsNumber() {
    server.post(CREATE, "{\"circuitBreakerMax\":1,\"circuitBreakerPeriod\":4}");
    assertThat(server.router.latest(AutomationCommand.Create.class).automation().limit().period())
        .isEqualTo(BreakerPeriod.MONTH);
  }

  @Test
  void appIdsSupersedeTheAppId() {
    server.post(CREATE, "{\"displayName\":\"b\",\"appId\":\"one\"}");
    server.post(CREATE, "{\"displayName\":\"c\",\"appId\":\"two\"}");
    assertThat(found("{\"appId\":\"one\",\"appIds\":[\"two\"]}")).containsExactly("c");
    assertThat(found("{\"appId\":\"one\",\"appIds\":[]}")).containsExactly("b");
  }

  @Test
  void aSearchFindsAutomationsByTheirSwitch() {
    server.post(CREATE, "{\"displayName\":\"off\"}");
    assertThat(found("{\"statuses\":[\"AUTOMATION_STATUS_FILTER_OFF\"]}")).containsExactly("off");
    assertThat(found("{\"statuses\":[\"AUTOMATION_STATUS_FILTER_ON\"]}"))
        .containsExactly("Name of a1");
    assertThat(found("{\"statuses\":[2,0]}")).containsExactly("off");
    assertThat(found("{\"statuses\":[\"AUTOMATION_STATUS_FILTER_UNSPECIFIED\"]}")).hasSize(2);
    assertThat(found("{\"statuses\":[1,\"AUTOMATION_STATUS_FILTER_OFF\"]}")).hasSize(2);
    BadInputTest.assertRefused(
        server.post(SEARCH, "{\"statuses\":[\"ON\"]}"),
        400,
        3,
        "statuses is \"ON\", must be AUTOMATION_STATUS_FILTER_ON, AUTOMATION_STATUS_FILTER_OFF");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | b A Name",
        "{\"direction\":\"SORT_DIRECTION_DESC\"} | b A Name",
        "{\"direction\":\"SORT_DIRECTION_ASC\"} | Name A b",
        "{\"sortField\":\"AUTOMATION_SORT_FIELD_CREATED_AT\"} | Name A b",
        "{\"sortField\":\"AUTOMATION_SORT_FIELD_CREATED_AT\",\"direction\":2} | b A Name",
        "{\"sortField\":\"AUTOMATION_SORT_FIELD_DISPLAY_NAME\"} | A b Name",
        "{\"sortField\":1,\"direction\":\"DESC\"} | Name b A",
        "{\"sortField\":\"AUTOMATION_SORT_FIELD_ENABLED\"} | A b Name",
        "{\"sortField\":\"AUTOMATION_SORT_FIELD_PRIMARY_TRIGGER_TYPE\"} | b A Name",
        "{\"sortField\":\"AUTOMATION_SORT_FIELD_UNSPECIFIED\"} | b A Name"
      })
  void aSearchIsSorted(String search, String names) {
    add("A", 1, "[{\"schedule\":{}}]");
    add("b", 2, "[{\"form\":{}}]");
    List<String> expected = List.of(names.split(" ", -1));
    assertThat(found(search)).extracting(name -> name.split(" ", -1)[0]).isEqualTo(expected);

    List<String> paged = new ArrayList<>();
    String token = "";
    do {
      JsonObject body = new JsonObject(search).put("pageSize", 1).put("pageToken", token);
      JsonObject page = ApiServer.json(server.post(SEARCH, body.encode()));
      paged.add(
          page.getJsonArray("list").getJsonObject(0).getString("displayName").split(" ", -1)[0]);
      token = page.getString("nextPageToken");
    } while (!token.isEmpty());
    assertThat(paged).isEqualTo(expected);
  }

  @Test
  void theTokenOfAPageIsBoundToItsOrder() {
    add("A", 1, "[]");
    String token =
        ApiServer.json(server.post(SEARCH, "{\"sortField\":1,\"pageSize\":1}"))
            .getString("nextPageToken");
    BadInputTest.assertRefused(
        server.post(SEARCH, "{\"sortField\":4,\"pageSize\":1,\"pageToken\":\"" + token + "\"}"),
        400,
        3,
        "pageToken");
  }

  /** A disabled automation, created so many seconds after {@code a1}. */
  private static void add(String name, int seconds, String triggers) {
    Instant createdAt = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(seconds);
    server.store.put(
        new Automation(
            "id-" + name,
            new Automation.Profile(name, "", ""),
            false,
            false,
            new Automation.Document("[]", "[]", triggers, "[]", "{}"),
            Map.of(),
            BreakerLimit.OFF,
            RunnerSettings.EXTERNAL,
            1,
            createdAt,
            Optional.empty()));
  }

  @Test
  void aSearchFindsDraftsAndAutomationsOfSeveralApps() {
    server.post(CREATE, "{\"displayName\":\"b\",\"appId\":\"one\",\"isDraft\":true}");
    server.post(CREATE, "{\"displayName\":\"c\",\"appId\":\"two\"}");
    server.post(CREATE, "{\"displayName\":\"d\",\"appId\":\"three\"}");
    assertThat(found("{\"appIds\":[\"one\",\"two\",\"\"]}")).containsExactlyInAnyOrder("b", "c");
    assertThat(found("{\"appIds\":[\"\"]}")).hasSize(4);
    assertThat(found("{\"isDraft\":true}")).containsExactly("b");
    assertThat(found("{\"isDraft\":false,\"appIds\":[\"one\",\"three\"]}")).containsExactly("d");
    assertThat(found("{\"isDraft\":false}")).hasSize(3).doesNotContain("b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{}] | automationSteps[0] has 0 kinds, must have exactly one kind, such as"
            + " createAccessReview",
        "[{\"n\":1.5}] | automationSteps[0] has 0 kinds",
        "[{\"sendEmail\":null}] | automationSteps[0] has 0 kinds",
        "[{\"sendEmail\":{}},{\"webhook\":{},\"sendEmail\":{}}] |"
            + " automationSteps[1] has webhook and sendEmail, must have exactly one kind",
        "[{\"evaluateExpressions\":{},\"sendEmail\":{}}] |"
            + " automationSteps[0] has evaluateExpressions and sendEmail",
        "[{\"one\":{},\"two\":{}}] | automationSteps[0] has 2 kinds",
        "[{\"sendEmail\":[]}] | automationSteps[0].sendEmail is an array, must be an object",
        "[3] | automationSteps[0] is a number, must be an object",
        "{} | automationSteps is an object, must be an array",
        "[{\"sendEmail\":{},\"stepName\":7}] | automationSteps[0].stepName is a number",
        "[{\"sendEmail\":{},\"stepName\":\"a b\"}] | automationSteps[0].stepName is \"a b\","
            + " must be a letter or _",
        "[{\"sendEmail\":{},\"step_name\":\"1a\"}] | automationSteps[0].stepName is \"1a\"",
        "[{\"sendEmail\":{},\"stepName\":\"é\"}] | automationSteps[0].stepName is \"é\"",
        "[{\"sendEmail\":{},\"stepName\":\"a\"},{\"sendEmail\":{}},{\"webhook\":{},"
            + "\"stepName\":\"a\"}] | automationSteps[2].stepName is \"a\" like that of"
            + " automationSteps[0], must be unique",
        "[{\"sendEmail\":{},\"stepDisplayName\":7}] | automationSteps[0].stepDisplayName is",
        "[{\"sendEmail\":{},\"skipIfTrueCel\":true}] | automationSteps[0].skipIfTrueCel is",
        "[{\"waitForDuration\":{\"duration\":\"5m\"}}] |"
            + " automationSteps[0].waitForDuration.duration is \"5m\", must be seconds",
        "[{\"wait_for_duration\":{\"duration\":5}}] |"
            + " automationSteps[0].waitForDuration.duration is a number"
      })
  void aStepThatIsNoneByItsShapeIsRefused(String steps, String message) {
    BadInputTest.assertRefused(
        server.post(CREATE, "{\"automationSteps\":" + steps + "}"), 400, 3, message);
    BadInputTest.assertRefused(
        server.post(CREATE + "/a1", "{\"automation\":{\"draftAutomationSteps\":" + steps + "}}"),
        400,
        3,
        message.replace("automationSteps", "automation.draftAutomationSteps"));
    assertThat(server.router.commands).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{}] | triggers[0] has 0 kinds, must have exactly one kind, such as manual",
        "[{\"manual\":{},\"webhook\":{}}] | triggers[0] has manual and webhook",
        "[{\"manual\":{}},{\"form\":\"x\"}] | triggers[1].form is a string, must be an object",
        "[{\"schedule\":{\"cronSpec\":\"61 * * * *\"}}] |"
            + " triggers[0].schedule.cronSpec is \"61 * * * *\", must be a cron expression",
        "[{\"scheduleAppUser\":{\"cronSpec\":\"x\"}}] | triggers[0].scheduleAppUser.cronSpec",
        "[{\"scheduleNoUser\":{\"cronSpec\":\"x\"}}] | triggers[0].scheduleNoUser.cronSpec",
        "[{\"scheduleNoUser\":{\"cron_spec\":5}}] | triggers[0].scheduleNoUser.cronSpec is a"
            + " number"
      })
  void aTriggerThatIsNoneByItsShapeIsRefused(String triggers, String message) {
    BadInputTest.assertRefused(
        server.post(CREATE, "{\"triggers\":" + triggers + "}"), 400, 3, message);
    BadInputTest.assertRefused(
        server.post(CREATE + "/a1", "{\"automation\":{\"draftTriggers\":" + triggers + "}}"),
        400,
        3,
        message.replace("triggers", "automation.draftTriggers"));
    assertThat(server.router.commands).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "[{\"sendEmail\":{}},{\"sendEmail\":{}}]",
        "[{\"sendEmail\":{},\"stepName\":\"a\"},{\"sendEmail\":{},\"stepName\":\"A\"}]",
        "[{\"sendEmail\":{},\"stepName\":\"\",\"later\":{\"x\":[]},\"other\":1}]",
        "[{\"waitForDuration\":{\"duration\":\"12.345s\"}},{\"waitForDuration\":{}}]",
        "[{\"waitForDuration\":{\"duration\":\"{{ ctx.trigger.wait }}\"}}]"
      })
  void stepsThatAreStepsByTheirShapeAreTaken(String steps) {
    assertThat(server.post(CREATE, "{\"automationSteps\":" + steps + "}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void aTriggerIsTakenWithAScheduleAndWithoutOne() {
    String triggers =
        "[{\"schedule\":{\"cronSpec\":\"0 9 * * MON-FRI\"}},{\"scheduleNoUser\":{}},"
            + "{\"scheduleNoUser\":{\"cronSpec\":\"CRON_TZ=Europe/Berlin 0 9 * * MON-FRI\"}},"
            + "{\"webhook\":{\"cronSpec\":\"none of ours\"}}]";
    assertThat(server.post(CREATE, "{\"triggers\":" + triggers + "}").statusCode()).isEqualTo(200);
  }

  @Test
  void aStepIsNestedUpToSixtyFourLevelsDeep() {
    assertThat(server.post(CREATE, stepOfDepth(64)).statusCode()).isEqualTo(200);
    BadInputTest.assertRefused(
        server.post(CREATE, stepOfDepth(65)),
        400,
        3,
        "automationSteps[0] has 65 levels, must be at most 64");
  }

  @Test
  void aDraftIsPublishedByAnUpdate() {
    JsonObject draft =
        automation(
            server
                .post(CREATE, "{\"isDraft\":true,\"draftAutomationSteps\":[{\"sendEmail\":{}}]}")
                .body());
    assertThat(draft.getString("currentVersion")).isEqualTo("0");
    assertThat(draft.getJsonArray("automationSteps")).isEmpty();
    assertThat(versionsOf(draft.getString("id"))).isEmpty();

    JsonObject published =
        automation(
            server
                .post(
                    CREATE + "/" + draft.getString("id"),
                    "{\"automation\":{\"isDraft\":false},\"updateMask\":\"isDraft\"}")
                .body());

    assertThat(published.getBoolean("isDraft")).isFalse();
    assertThat(published.getString("currentVersion")).isEqualTo("1");
    assertThat(published.getJsonArray("automationSteps"))
        .isEqualTo(new JsonArray("[{\"sendEmail\":{}}]"));
    assertThat(versionsOf(draft.getString("id"))).containsExactly("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{\"sendEmail\":{},\"skipIfTrueCel\":\"1 +\"}] |"
            + " automationSteps[0].skipIfTrueCel does not compile at line 1, column 4",
        "[{\"sendEmail\":{\"body\":\"Hi {{ ctx.trigger.x\"}}] |"
            + " automationSteps[0].sendEmail.body does not compile at line 1, column 4",
        "[{\"sendEmail\":{\"body\":\"{{ ctx.later.x }}\"}}] |"
            + " automationSteps[0].sendEmail.body reads ctx.later at line 1, column 4",
        "[{\"waitForDuration\":{\"duration\":\"0s\"}}] |"
            + " automationSteps[0].waitForDuration.duration is \"0s\", must be seconds",
        "[{\"wait_for_duration\":{\"duration\":\"315360000s\"}}] |"
            + " automationSteps[0].waitForDuration.duration is \"315360000s\"",
        "[{\"evaluateExpressions\":{\"expressions\":[{\"key\":\"a\",\"expressionCel\":\"x\"}]}}] |"
            + " automationSteps[0].evaluateExpressions.expressions[0].expressionCel does not compile"
      })
  void stepsThatCannotWorkArePublishedNeverButMayBeADraft(String steps, String message) {
    BadInputTest.assertRefused(
        server.post(CREATE, "{\"automationSteps\":" + steps + "}"), 400, 3, message);
    BadInputTest.assertRefused(
        server.post(CREATE + "/a1", "{\"automation\":{\"automationSteps\":" + steps + "}}"),
        400,
        3,
        "automation." + message);
    BadInputTest.assertRefused(
        server.post(
            CREATE + "/a1",
            "{\"automation\":{\"isDraft\":false,\"draftAutomationSteps\":" + steps + "}}"),
        400,
        3,
        message.replace("automationSteps", "automation.draftAutomationSteps"));
    assertThat(server.router.commands).isEmpty();

    String draft = "{\"isDraft\":true,\"automationSteps\":" + steps + "}";
    String id = automation(server.post(CREATE, draft).body()).getString("id");
    String publish = "{\"automation\":{\"isDraft\":false},\"updateMask\":\"isDraft\"}";
    BadInputTest.assertRefused(
        server.post(CREATE + "/" + id, publish),
        400,
        3,
        message.replace("automationSteps", "draftAutomationSteps"));
    assertThat(versionsOf(id)).isEmpty();
  }

  @Test
  void whatIsPublishedAlreadyIsNotRefusedAfterwards() {
    String old = "[{\"sendEmail\":{},\"skipIfTrueCel\":\"old syntax\"}]";
    server.store.put(
        new Automation(
            "old",
            new Automation.Profile("Old", "", ""),
            true,
            false,
            new Automation.Document(old, old, "[]", "[]", "{}"),
            Map.of(),
            BreakerLimit.OFF,
            RunnerSettings.EXTERNAL,
            1,
            Instant.parse("2026-01-01T00:00:00Z"),
            Optional.empty()));
    String renamed =
        "{\"automation\":{\"displayName\":\"New\",\"isDraft\":false,\"automationSteps\":"
            + old
            + ",\"draftAutomationSteps\":"
            + old
            + "}}";

    assertThat(server.post(CREATE + "/old", renamed).statusCode()).isEqualTo(200);
    assertThat(
            server
                .post(CREATE + "/old", "{\"automation\":{\"isDraft\":false,\"enabled\":true}}")
                .statusCode())
        .isEqualTo(200);
    BadInputTest.assertRefused(
        server.post(
            CREATE + "/old",
            "{\"automation\":{\"automationSteps\":" + old.replace("old syntax", "new one") + "}}"),
        400,
        3,
        "automation.automationSteps[0].skipIfTrueCel does not compile");
  }

  @Test
  void aNewAutomationThatIsNoDraftIsVersionOneAndItsDraftsAreItsOwn() {
    JsonObject created =
        automation(
            server
                .post(
                    CREATE,
                    "{\"automationSteps\":[{\"sendEmail\":{}}],\"draftAutomationSteps\":[],"
                        + "\"triggers\":[{\"manual\":{}}]}")
                .body());
    assertThat(created.getString("currentVersion")).isEqualTo("1");
    assertThat(created.getJsonArray("automationSteps")).hasSize(1);
    assertThat(created.getJsonArray("draftAutomationSteps")).isEmpty();
    assertThat(created.getJsonArray("draftTriggers")).isEqualTo(created.getJsonArray("triggers"));
  }

  @Test
  void whatOnlyTheServerKnowsNeverComesFromAClient() {
    String forged =
        "{\"id\":\"mine\",\"state\":\"DONE\",\"createdAt\":\"2001-01-01T00:00:00Z\","
            + "\"lastExecutedAt\":\"2001-01-01T00:00:00Z\",\"currentVersion\":\"77\","
            + "\"version\":77,\"revision\":9,\"epoch\":9,\"deletedAt\":\"2001-01-01T00:00:00Z\","
            + "\"primaryTriggerType\":\"TRIGGER_TYPE_FORM\",\"webhookHmacSecret\":\"x\","
            + "\"circuitBreaker\":{\"observedCount\":1,\"threshold\":1,"
            + "\"period\":\"CIRCUIT_BREAKER_PERIOD_DAY\",\"trippedAt\":\"2001-01-01T00:00:00Z\"},"
            + "\"displayName\":\"forged\"}";
    JsonObject created = automation(server.post(CREATE, forged).body());
    Automation stored = server.router.latest(AutomationCommand.Create.class).automation();
    assertThat(stored.id()).isNotEqualTo("mine");
    assertThat(stored.deletedAt()).isEmpty();
    assertThat(created.getString("displayName")).isEqualTo("forged");
    assertUntouched(created, stored.id(), FakeRouter.NOW, "1", "TRIGGER_TYPE_UNSPECIFIED");

    for (String body :
        List.of(
            "{\"automation\":" + forged + ",\"id\":\"mine\",\"currentVersion\":\"77\"}",
            "{\"automation\":" + forged + ",\"updateMask\":\"displayName\"}")) {
      JsonObject updated = automation(server.post(CREATE + "/a1", body).body());
      assertThat(updated.getString("displayName")).isEqualTo("forged");
      assertUntouched(
          updated, "a1", Instant.parse("2026-01-01T00:00:00Z"), "3", "TRIGGER_TYPE_USER_CREATED");
    }
  }

  private static void assertUntouched(
      JsonObject automation, String id, Instant createdAt, String version, String type) {
    assertThat(automation.getString("id")).isEqualTo(id);
    assertThat(automation.getInstant("createdAt")).isEqualTo(createdAt);
    assertThat(automation.getInstant("lastExecutedAt")).isEqualTo(FakeRouter.NOW);
    assertThat(automation.getString("currentVersion")).isEqualTo(version);
    assertThat(automation.getString("primaryTriggerType")).isEqualTo(type);
    assertThat(automation.getMap()).containsEntry("circuitBreaker", null);
    assertThat(automation.fieldNames())
        .doesNotContain("state", "deletedAt", "webhookHmacSecret", "revision");
  }

  @Test
  void anUpdateMergesTheAnnotationsAndAnEmptyValueDeletesItsKey() {
    assertThat(annotationsAfter("{\"site\":\"north\",\"other\":\"\"}"))
        .isEqualTo(new JsonObject().put("team", "red").put("site", "north"));
    assertThat(annotationsAfter("{\"team\":\"\"}"))
        .isEqualTo(new JsonObject().put("site", "north"));
    assertThat(annotationsAfter("{}")).isEqualTo(new JsonObject().put("site", "north"));
    String created = server.post(CREATE, "{\"annotations\":{\"a\":\"1\",\"b\":\"\"}}").body();
    assertThat(automation(created).getJsonObject("annotations"))
        .isEqualTo(new JsonObject().put("a", "1"));
  }

  private static JsonObject annotationsAfter(String given) {
    String body = "{\"automation\":{\"annotations\":" + given + "},\"updateMask\":\"annotations\"}";
    return automation(server.post(CREATE + "/a1", body).body()).getJsonObject("annotations");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c1/owner | red | annotations key is \"c1/owner\"",
        "1st | red | annotations key is \"1st\"",
        "team | red and blue | annotations.team is \"red and blue\""
      })
  void anAnnotationThatBreaksARuleIsRefused(String key, String value, String message) {
    JsonObject given = new JsonObject().put("annotations", new JsonObject(Map.of(key, value)));
    BadInputTest.assertRefused(server.post(CREATE, given.encode()), 400, 3, message);
    BadInputTest.assertRefused(
        server.post(CREATE + "/a1", new JsonObject().put("automation", given).encode()),
        400,
        3,
        message);
  }

  @Test
  void anExpandMaskIsAnsweredWithWhatThereIs() {
    for (String path :
        List.of(
            "/api/v1/search/automation_executions",
            "/api/v1/automation_executions/search",
            "/api/v1/search/all_automation_executions")) {
      JsonObject answer = ApiServer.json(server.post(path, "{\"expandMask\":{\"paths\":[\"*\"]}}"));
      assertThat(answer.getJsonArray("expanded")).isEmpty();
    }
  }

  private static String stepOfDepth(int levels) {
    return "{\"automationSteps\":[{\"sendEmail\":"
        + "{\"a\":".repeat(levels - 2)
        + "{}"
        + "}".repeat(levels - 2)
        + "}]}";
  }

  private static JsonObject automation(String answer) {
    return new JsonObject(answer).getJsonObject("automation");
  }

  private static List<String> versionsOf(String id) {
    return rows(
            "/api/v1/search/automation_versions",
            new JsonObject().put("automationTemplateId", id).encode())
        .map(row -> row.getString("version"))
        .toList();
  }

  private static List<String> found(String search) {
    return rows(SEARCH, search).map(row -> row.getString("displayName")).toList();
  }

  private static Stream<JsonObject> rows(String path, String body) {
    return ApiServer.json(server.post(path, body)).getJsonArray("list").stream()
        .map(JsonObject.class::cast);
  }
}
