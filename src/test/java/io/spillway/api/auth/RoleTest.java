package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleTest {
  @ParameterizedTest
  @CsvSource({
    "WORKER,   WORKER",
    "VIEWER,   VIEWER",
    "OPERATOR, WORKER VIEWER OPERATOR",
    "ADMIN,    WORKER VIEWER OPERATOR ADMIN"
  })
  void aRoleIncludesWhatItMayDo(Role role, String included) {
    assertThat(Arrays.stream(Role.values()).filter(role::includes).map(Role::name))
        .containsExactlyElementsOf(List.of(included.split(" ")));
  }
}
