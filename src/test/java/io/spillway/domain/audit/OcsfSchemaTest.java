package io.spillway.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every kind of event, with little and with much to tell, has what OCSF 1.3 requires of its class
 * and of the objects in it.
 */
class OcsfSchemaTest {
  private static final List<String> OF_EVERY_CLASS =
      List.of(
          "activity_id",
          "category_uid",
          "class_uid",
          "metadata",
          "severity_id",
          "time",
          "type_uid");

  /** What a class requires beyond that. */
  private static final Map<Integer, List<String>> OF_CLASS =
      Map.of(
          3002, List.of("user"),
          3004, List.of("entity"),
          6003, List.of("actor", "api", "src_endpoint"));

  /** Of these at least one. */
  private static final Map<Integer, List<String>> ONE_OF_CLASS =
      Map.of(3002, List.of("service", "dst_endpoint"));

  private static final Map<Integer, Integer> CATEGORY = Map.of(3002, 3, 3004, 3, 6003, 6);

  /** The activities of a class; 99 is for others, and has a name. */
  private static final Map<Integer, List<Integer>> ACTIVITIES =
      Map.of(
          3002, List.of(1, 2, 3, 4, 5, 99),
          3004, List.of(1, 2, 3, 4, 99),
          6003, List.of(1, 2, 3, 4, 99));

  private static final Map<String, List<String>> OF_OBJECT =
      Map.of(
          "metadata", List.of("product", "version"),
          "product", List.of("vendor_name"),
          "api", List.of("operation"),
          "service", List.of());

  private static final Map<String, List<String>> ONE_OF_OBJECT =
      Map.of(
          "actor", List.of("process", "user", "session", "app_name", "app_uid"),
          "user", List.of("account", "name", "uid"),
          "entity", List.of("name", "uid"),
          "product", List.of("name", "uid"),
          "service", List.of("name", "uid"),
          "resources", List.of("name", "uid"),
          "src_endpoint",
              List.of(
                  "ip", "uid", "name", "hostname", "svc_name", "instance_uid", "interface_uid"));

  @TestFactory
  Stream<DynamicTest> everyKindHasWhatItsClassRequires() {
    return Stream.of(AuditEvent.Kind.values())
        .flatMap(
            kind ->
                Stream.of(
                    DynamicTest.dynamicTest(kind + ", short", () -> check(scarce(kind))),
                    DynamicTest.dynamicTest(kind + ", long", () -> check(rich(kind)))));
  }

  private static AuditEvent scarce(AuditEvent.Kind kind) {
    String automationId = kind.ocsfClass() == OcsfClass.API_ACTIVITY ? "a1" : "";
    return new AuditEvent("u", kind, Instant.EPOCH, "", automationId, "", Map.of());
  }

  private static AuditEvent rich(AuditEvent.Kind kind) {
    return new AuditEvent(
        "u",
        kind,
        Instant.parse("2026-03-01T10:00:00Z"),
        "client-1",
        kind.ocsfClass() == OcsfClass.AUTHENTICATION ? "" : "a1",
        "It happened.",
        Map.of("remoteAddress", "192.0.2.1", "executionId", "12", "clientId", "client-2"));
  }

  private static void check(AuditEvent event) {
    Map<String, Object> ocsf = OcsfEvent.of(event);
    int eventClass = number(ocsf, "class_uid");
    int activity = number(ocsf, "activity_id");
    assertThat(ocsf).containsKeys(OF_EVERY_CLASS.toArray(String[]::new));
    assertThat(ocsf)
        .containsKeys(
            OF_CLASS.getOrDefault(eventClass, List.of("a known class")).toArray(String[]::new));
    checkOneOf("event", ocsf, ONE_OF_CLASS.getOrDefault(eventClass, List.of()));
    assertThat(ocsf).containsEntry("category_uid", CATEGORY.get(eventClass));
    assertThat(ocsf).containsEntry("type_uid", eventClass * 100 + activity);
    assertThat(ACTIVITIES.get(eventClass)).contains(activity);
    assertThat(ocsf.containsKey("activity_name")).isEqualTo(activity == 99);
    assertThat(number(ocsf, "severity_id")).isBetween(1, 6);
    assertThat(number(ocsf, "status_id")).isBetween(1, 2);
    assertThat(ocsf.get("time")).isInstanceOf(Long.class);
    ocsf.forEach(
        (name, value) -> {
          if (!name.equals("unmapped")) {
            checkObjects(name, value);
          }
        });
  }

  private static int number(Map<String, Object> ocsf, String name) {
    return (Integer) Objects.requireNonNull(ocsf.get(name), name);
  }

  private static void checkObjects(String name, Object value) {
    if (value instanceof Collection<?> elements) {
      elements.forEach(element -> checkObjects(name, element));
    } else if (value instanceof Map<?, ?> object) {
      assertThat(OF_OBJECT.containsKey(name) || ONE_OF_OBJECT.containsKey(name))
          .as("the table knows the object " + name)
          .isTrue();
      assertThat(object.keySet().stream().map(String::valueOf))
          .as(name)
          .containsAll(OF_OBJECT.getOrDefault(name, List.of()));
      checkOneOf(name, object, ONE_OF_OBJECT.getOrDefault(name, List.of()));
      object.forEach((key, member) -> checkObjects(String.valueOf(key), member));
    } else if (value instanceof String text && !name.equals("message")) {
      assertThat(text).as(name).isNotEmpty();
    }
  }

  private static void checkOneOf(String what, Map<?, ?> object, List<String> names) {
    if (!names.isEmpty()) {
      assertThat(names.stream().filter(object::containsKey)).as(what).isNotEmpty();
    }
  }
}
