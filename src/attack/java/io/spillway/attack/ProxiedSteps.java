package io.spillway.attack;

import io.spillway.harness.ServerApi;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** What strangers may do behind a proxy that names their addresses. */
final class ProxiedSteps {
  /** That of the administrator, whom strangers do not lock out even if they have the same. */
  static final String ADMINISTRATOR = "192.0.2.1";

  private ProxiedSteps() {}

  static Attack.Step of(Target target) {
    return () -> {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      String name = random.nextBoolean() ? "X-Forwarded-For" : "Forwarded";
      String address = random.nextBoolean() ? ADMINISTRATOR : anyAddress(random);
      String value =
          name.equals("Forwarded") ? "for=\"%s\"".formatted(bracketed(address)) : address;
      if (random.nextBoolean()) {
        target
            .viewer()
            .withBearer(target.forgedToken())
            .get("/api/v1/auth/introspect", name, value);
      } else {
        ServerApi.token(
            target.node().url(),
            List.of("client_id", "somebody@localhost/pcc", "client_secret", "wrong"),
            name,
            value);
      }
    };
  }

  private static String anyAddress(ThreadLocalRandom random) {
    return random.nextBoolean()
        ? "10.%d.%d.%d".formatted(random.nextInt(256), random.nextInt(256), random.nextInt(256))
        : "2001:db8:%x:%x::%x"
            .formatted(random.nextInt(65_536), random.nextInt(65_536), random.nextInt(65_536));
  }

  private static String bracketed(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }
}
