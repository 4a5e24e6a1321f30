package io.spillway.engine.step;

import io.spillway.domain.automation.FieldNames;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a saved step, whose fields may be in lowerCamelCase or snake_case. A field of another type
 * than asked for counts as absent: what is stored was checked when it was saved, by the rules of
 * then.
 */
public final class StepFields {
  private final JsonObject fields;

  public StepFields(JsonObject fields) {
    this.fields = fields;
  }

  /** A string field, {@code ""} if it is absent. */
  public String text(String name) {
    return value(name) instanceof String text ? text : "";
  }

  /** An object field. */
  public Optional<JsonObject> object(String name) {
    return value(name) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }

  /** The objects in an array; one of another type counts as one without fields. */
  public List<StepFields> objects(String name) {
    List<StepFields> objects = new ArrayList<>();
    if (value(name) instanceof JsonArray array) {
      for (Object element : array) {
        objects.add(
            new StepFields(element instanceof JsonObject object ? object : new JsonObject()));
      }
    }
    return objects;
  }

  /** The names of the fields that are not null, in lowerCamelCase. */
  Set<String> names() {
    return names(false);
  }

  /** The names of the fields that are objects, in lowerCamelCase. */
  Set<String> namesOfObjects() {
    return names(true);
  }

  private Set<String> names(boolean onlyObjects) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : fields.fieldNames()) {
      Object value = fields.getValue(name);
      if (onlyObjects ? value instanceof JsonObject : value != null) {
        names.add(FieldNames.toCamelCase(name));
      }
    }
    return names;
  }

  private @Nullable Object value(String name) {
    Object value = fields.getValue(name);
    return value == null ? fields.getValue(FieldNames.toSnakeCase(name)) : value;
  }
}
