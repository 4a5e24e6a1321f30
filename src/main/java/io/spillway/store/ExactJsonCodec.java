package io.spillway.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.jackson.JacksonCodec;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * JSON without loss: a decimal number that a double cannot represent is a {@link BigDecimal}, and
 * an unpaired surrogate in a string is written as an escape, since UTF-8 cannot encode it.
 */
final class ExactJsonCodec extends JacksonCodec {
  @Override
  public <T> T fromString(String json, Class<T> type) {
    return fromParser(new ExactParser(createParser(json)), type);
  }

  @Override
  public <T> T fromBuffer(Buffer json, Class<T> type) {
    return fromParser(new ExactParser(createParser(json)), type);
  }

  @Override
  public String toString(Object object, boolean pretty) {
    return escapeUnpaired(super.toString(object, pretty));
  }

  @Override
  public Buffer toBuffer(Object object, boolean pretty) {
    return Buffer.buffer(toString(object, pretty));
  }

  /** Outside of strings, JSON has only ASCII. */
  private static String escapeUnpaired(String json) {
    StringBuilder escaped = new StringBuilder();
    int done = 0;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (i + 1 < json.length() && Character.isSurrogatePair(c, json.charAt(i + 1))) {
        i++;
        continue;
      }
      escaped.append(json, done, i).append("\\u").append(Integer.toHexString(c));
      done = i + 1;
    }
    return done == 0 ? json : escaped.append(json, done, json.length()).toString();
  }

  private static final class ExactParser extends JsonParserDelegate {
    ExactParser(JsonParser parser) {
      super(parser);
    }

    @Override
    public Number getNumberValue() throws IOException {
      return currentToken() == JsonToken.VALUE_NUMBER_FLOAT
          ? decimal(getText())
          : super.getNumberValue();
    }

    private static Number decimal(String text) {
      double nearest = Double.parseDouble(text);
      try {
        BigDecimal exact = new BigDecimal(text);
        boolean same =
            !Double.isInfinite(nearest)
                && new BigDecimal(Double.toString(nearest)).compareTo(exact) == 0;
        return same ? nearest : exact;
      } catch (NumberFormatException e) {
        // An exponent beyond the range of an int: there is no type for this number.
        return Double.NaN;
      }
    }
  }
}
