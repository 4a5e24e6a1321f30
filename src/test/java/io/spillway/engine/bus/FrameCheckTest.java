package io.spillway.engine.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.spillway.testing.BusFrame;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCheckTest {
  private static final String ADDRESS = "spillway.node.a";
  private static final Map<String, String> HEADERS = Map.of("spillway-sender", "b", "n", "");
  private static final String LONGER = "a part of a message is longer than the message";

  @Test
  void aMessageWhosePartsLieWithinItIsGood() {
    assertThat(problemOf(BusFrame.message(BusFrame.NULL, "", Map.of(), Buffer.buffer()))).isEmpty();
    assertThat(problemOf(whole())).isEmpty();
  }

  @Test
  void aTruncatedMessageIsNot() {
    for (int length = 0; length < whole().length(); length++) {
      assertThat(problemOf(whole().getBuffer(0, length))).as("%s bytes", length).contains(LONGER);
    }
  }

  /** Wherever a length may be. Other bytes that are changed leave the message in its form. */
  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -5, 1 << 20})
  void aPartThatIsLongerThanTheMessageIsNot(int length) {
    int address = 3;
    int replyAddress = address + Integer.BYTES + ADDRESS.length();
    int sender = replyAddress + Integer.BYTES;
    int headers = BusFrame.head(BusFrame.BUFFER, ADDRESS).length();
    int firstName = headers + 2 * Integer.BYTES;
    int body = whole().length() - Integer.BYTES - "body".length();
    for (int at : new int[] {address, replyAddress, sender, headers, firstName, body}) {
      assertThat(problemOf(whole().setInt(at, length))).as("at %s", at).isPresent();
    }
  }

  @Test
  void moreHeadersThanThereAreAreNot() {
    int count = BusFrame.head(BusFrame.BUFFER, ADDRESS).length() + Integer.BYTES;

    assertThat(problemOf(whole().setInt(count, Integer.MAX_VALUE))).contains(LONGER);
  }

  @Test
  void headersAreLimited() {
    Map<String, String> many = Map.of("n", "x".repeat(FrameCheck.MAX_HEADERS));

    assertThat(problemOf(BusFrame.message(BusFrame.NULL, ADDRESS, many, Buffer.buffer())))
        .hasValueSatisfying(
            problem -> assertThat(problem).contains("the length of the headers is 65553, must be"));
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 11, 12, 13, 14})
  void aBodyMayHaveALengthThatLiesWithinTheMessage(int codec) {
    assertThat(problemOf(body(codec, Buffer.buffer().appendInt(2).appendString("{}")))).isEmpty();
    assertThat(problemOf(body(codec, Buffer.buffer().appendInt(3).appendString("{}"))))
        .contains(LONGER);
  }

  @Test
  void aBodyOfJsonIsLimited() {
    Buffer most = Buffer.buffer().appendInt(FrameCheck.MAX_JSON);
    most.appendBytes(new byte[FrameCheck.MAX_JSON]);

    assertThat(problemOf(body(BusFrame.JSON_OBJECT, most))).isEmpty();
    assertThat(
            problemOf(
                body(14, most.copy().setInt(0, FrameCheck.MAX_JSON + 1).appendByte((byte) 0))))
        .contains("the length of a body of JSON is 2097153, must be at most 2097152");
  }

  @Test
  void aFailureMayHaveAMessage() {
    Buffer failure = Buffer.buffer().appendByte((byte) 1).appendInt(500);

    assertThat(problemOf(body(15, failure.copy().appendByte((byte) 0)))).isEmpty();
    assertThat(problemOf(body(15, failure.copy().appendByte((byte) 1).appendInt(0)))).isEmpty();
    assertThat(problemOf(body(15, failure.copy().appendByte((byte) 1).appendInt(1))))
        .contains(LONGER);
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, 16, 17, 18})
  void objectsOfJavaAreNotTaken(int codec) {
    assertThat(problemOf(body(codec, Buffer.buffer().appendInt(0))))
        .contains("the codec of a message is " + codec + ", must be one from -1 to 15");
  }

  @Test
  void aCodecMayHaveAName() {
    Buffer named = Buffer.buffer().appendByte((byte) 2).appendByte((byte) -1);
    Buffer rest = BusFrame.message(0, ADDRESS, HEADERS, Buffer.buffer());
    named.appendInt(2).appendString("my").appendBuffer(rest.getBuffer(2, rest.length()));

    assertThat(problemOf(named)).isEmpty();
    assertThat(problemOf(named.setInt(2, 1 << 30))).contains(LONGER);
  }

  private static Buffer whole() {
    return body(BusFrame.BUFFER, Buffer.buffer().appendInt(4).appendString("body"));
  }

  private static Buffer body(int codec, Buffer body) {
    return BusFrame.message(codec, ADDRESS, HEADERS, body);
  }

  private static Optional<String> problemOf(Buffer message) {
    return FrameCheck.problemOf(Unpooled.wrappedBuffer(message.getBytes()));
  }
}
