package io.spillway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperationsTest {
  private static final String FIRST_FORMAT =
      "01" + "0000000000000007" + "0000000000000400" + "ffffffffffffffff" + "0000000000000000";

  @Test
  void readsWhatTheFirstFormatWrote() {
    byte[] packed = HexFormat.of().parseHex(FIRST_FORMAT);
    assertThat(Operations.unpack(packed, Set.of(7L, -1L, 8L)))
        .isEqualTo(Map.of(7L, 1_024L, -1L, 0L));
  }

  @Test
  void writesTheFirstFormat() {
    assertThat(HexFormat.of().formatHex(Operations.pack(Map.of(7L, 1_024L))))
        .isEqualTo("01" + "0000000000000007" + "0000000000000400");
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    for (String unknown : new String[] {"", "02", "01ff", "02" + FIRST_FORMAT.substring(2)}) {
      byte[] packed = HexFormat.of().parseHex(unknown);
      assertThatThrownBy(() -> Operations.unpack(packed, Set.of(7L)))
          .as(unknown)
          .isInstanceOf(StoreException.class);
    }
  }
}
