package io.spillway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.spillway.architecture.PackageGraph;
import io.vertx.core.Future;
import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serializable;
import java.time.Clock;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who may know whom, and what nobody may do. */
@AnalyzeClasses(packages = "io.spillway", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final Set<String> DOMAIN_PACKAGES =
      Set.of(
          "domain.audit",
          "domain.automation",
          "domain.breaker",
          "domain.execution",
          "domain.resolution",
          "domain.webhook");

  private static final String ROOT = PackageGraph.ROOT;
  private static final String DOMAIN = "io.spillway.domain..";

  /** From the lowest floor to the highest: a package uses packages below it, never above. */
  private static final List<String> FLOORS = List.of("domain", "store", "engine", "api", "app");

  /** Every package, and the packages that it uses. The picture in docs shows the same. */
  private static final Map<String, Set<String>> USES =
      Map.ofEntries(
          entry("domain.audit", Set.of()),
          entry("domain.breaker", Set.of()),
          entry("domain.execution", Set.of()),
          entry("domain.automation", Set.of("domain.breaker")),
          entry("domain.resolution", Set.of("domain.execution")),
          entry("domain.webhook", Set.of("domain.automation")),
          entry("store", DOMAIN_PACKAGES),
          entry("store.sql", with(DOMAIN_PACKAGES, "store")),
          entry(
              "engine.event",
              Set.of(
                  "domain.audit",
                  "domain.breaker",
                  "domain.execution",
                  "domain.resolution",
                  "store")),
          entry("engine.bus", Set.of()),
          entry("engine.step", Set.of("domain.automation", "domain.execution")),
          entry("engine.grid", Set.of("domain.execution", "store")),
          entry(
              "engine.search",
              Set.of(
                  "domain.execution",
                  "domain.automation",
                  "domain.resolution",
                  "store",
                  "engine.grid")),
          entry(
              "engine.actor",
              with(
                  Set.of(
                      "domain.audit",
                      "domain.automation",
                      "domain.breaker",
                      "domain.execution",
                      "domain.resolution"),
                  "store",
                  "engine.event",
                  "engine.grid",
                  "engine.job",
                  "engine.runner",
                  "engine.search")),
          entry(
              "engine.routing",
              Set.of(
                  "domain.breaker",
                  "domain.execution",
                  "domain.automation",
                  "domain.resolution",
                  "store",
                  "engine.grid",
                  "engine.actor",
                  "engine.job")),
          entry(
              "engine.webhook",
              Set.of(
                  "domain.audit",
                  "domain.automation",
                  "domain.execution",
                  "domain.webhook",
                  "store",
                  "engine.step")),
          entry("engine.job", Set.of("domain.execution")),
          entry(
              "engine.runner",
              Set.of(
                  "domain.automation",
                  "domain.execution",
                  "store",
                  "engine.event",
                  "engine.grid",
                  "engine.job",
                  "engine.step")),
          entry(
              "engine.worker",
              Set.of(
                  "domain.automation",
                  "engine.actor",
                  "engine.grid",
                  "engine.job",
                  "engine.routing",
                  "engine.step")),
          entry("api.auth.jose", Set.of()),
          entry("api.auth", Set.of("domain.audit", "domain.automation", "store", "api.auth.jose")),
          entry("api.oidc", Set.of("domain.automation", "api.auth.jose", "api.auth")),
          entry("api.http.json", Set.of("domain.automation", "engine.event")),
          entry(
              "api.http.route",
              Set.of("domain.automation", "store", "api.auth.jose", "api.auth", "api.http.json")),
          entry(
              "api.http",
              with(
                  DOMAIN_PACKAGES,
                  "store",
                  "engine.event",
                  "engine.search",
                  "engine.actor",
                  "engine.step",
                  "engine.webhook",
                  "engine.job",
                  "engine.worker",
                  "api.auth",
                  "api.http.json",
                  "api.http.route")),
          entry("api.http.server", Set.of("api.http.route", "api.http")),
          entry("api.console", Set.of("api.http.route")),
          entry(
              "app",
              Set.of(
                  "domain.automation",
                  "store",
                  "store.sql",
                  "engine.bus",
                  "engine.event",
                  "engine.grid",
                  "engine.search",
                  "engine.actor",
                  "engine.job",
                  "engine.routing",
                  "engine.runner",
                  "engine.webhook",
                  "engine.step",
                  "engine.worker",
                  "api.auth",
                  "api.oidc",
                  "api.http.route",
                  "api.http",
                  "api.http.server",
                  "api.console",
                  "app.verify")),
          entry("app.verify", Set.of("domain.audit", "store", "store.sql", "api.auth")),
          entry("demo", Set.of()));

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(Set.of(more));
    return all;
  }

  /** A new package and a new dependency are entered above; what is no longer used goes. */
  @ArchTest
  static void packagesUseWhatTheyAreSaidToUse(JavaClasses all) {
    assertThat(PackageGraph.of(all).uses()).isEqualTo(new TreeMap<>(USES));
  }

  @ArchTest
  static void everyPackageIsOnAFloor(JavaClasses all) {
    Set<String> floors = with(Set.copyOf(FLOORS), "demo");

    assertThat(PackageGraph.of(all).uses().keySet())
        .allMatch(name -> floors.contains(name.replaceFirst("\\..*", "")));
  }

  @ArchTest
  static void packagesUseNothingElse(JavaClasses all) {
    USES.forEach(
        (user, used) -> {
          Set<String> forbidden = new TreeSet<>(USES.keySet());
          forbidden.removeAll(used);
          forbidden.remove(user);
          noClasses()
              .that()
              .resideInAPackage(ROOT + user)
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(
                  forbidden.stream().map(name -> ROOT + name).toArray(String[]::new))
              .check(all);
        });
  }

  @ArchTest
  static void noFloorKnowsAHigherOne(JavaClasses all) {
    for (int floor = 0; floor < FLOORS.size() - 1; floor++) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + FLOORS.get(floor) + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              FLOORS.stream()
                  .skip(floor + 1L)
                  .map(name -> ROOT + name + "..")
                  .toArray(String[]::new))
          .check(all);
    }
  }

  @ArchTest
  static final ArchRule theDomainKnowsOnlyJava =
      classes()
          .that()
          .resideInAPackage(DOMAIN)
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage(DOMAIN).or(resideInAnyPackage("java..", "org.jspecify..")));

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().assignedFrom(eachPackage()).should().beFreeOfCycles();

  /** Sub-packages are slices of their own. */
  private static SliceAssignment eachPackage() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return type.getPackageName().startsWith(ROOT)
            ? SliceIdentifier.of(type.getPackageName())
            : SliceIdentifier.ignore();
      }

      @Override
      public String getDescription() {
        return "packages";
      }
    };
  }

  @ArchTest
  static final ArchRule onlyTheStoreKnowsSql =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.spillway.store.sql..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..");

  @ArchTest
  static final ArchRule onlyTheGridKnowsHazelcast =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.spillway.engine.grid..", "io.spillway.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.hazelcast..");

  @ArchTest
  static final ArchRule onlyStepsKnowCel =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.spillway.engine.step..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.cel..");

  /**
   * A listener beside the chain may run after what follows in the chain, when another thread
   * completes the future just then. What an actor does with a result must happen before its next
   * turn.
   */
  @ArchTest
  static final ArchRule actorsChainWhatTheyDoWithResults =
      noClasses()
          .that()
          .resideInAPackage("io.spillway.engine.actor..")
          .should()
          .callMethodWhere(
              describe(
                  "Future.onSuccess",
                  call ->
                      call.getTarget().getName().equals("onSuccess")
                          && call.getTargetOwner().isAssignableTo(Future.class)));

  @ArchTest
  static final ArchRule onlyMainMethodsEndTheProcess =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.spillway.app.Main")
          .and()
          .doNotHaveFullyQualifiedName("io.spillway.demo.Demo")
          .should()
          .accessTargetWhere(
              accessTo(System.class, "exit")
                  .or(accessTo(Runtime.class, "exit"))
                  .or(accessTo(Runtime.class, "halt")));

  @ArchTest
  static final ArchRule nothingUsesObjectStreams =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInput.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectOutput.class);

  /**
   * Hazelcast's own types extend Serializable; a class of ours that declares it would rely on it.
   */
  @ArchTest
  static final ArchRule nothingIsDeclaredSerializable =
      noClasses()
          .should(
              be(
                  describe(
                      "declared Serializable or Externalizable",
                      ArchitectureTest::declaresSerialization)));

  private static boolean declaresSerialization(JavaClass type) {
    return type.getRawInterfaces().stream()
        .anyMatch(
            i -> i.isEquivalentTo(Serializable.class) || i.isEquivalentTo(Externalizable.class));
  }

  @ArchTest
  static final ArchRule timeIsReadThroughAClock =
      noClasses()
          .should()
          .accessTargetWhere(
              describe("reads the time without a Clock", ArchitectureTest::readsTimeWithoutClock));

  private static boolean readsTimeWithoutClock(JavaAccess<?> access) {
    if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) {
      return false;
    }
    JavaClass owner = target.getOwner();
    return switch (target.getName()) {
      case "currentTimeMillis" -> owner.isEquivalentTo(System.class);
      case "<init>" -> owner.isEquivalentTo(Date.class) && target.getRawParameterTypes().isEmpty();
      case "getInstance" -> owner.isEquivalentTo(Calendar.class);
      case "now" ->
          owner.getPackageName().startsWith("java.time")
              && target.getRawParameterTypes().stream()
                  .noneMatch(type -> type.isEquivalentTo(Clock.class));
      default -> false;
    };
  }

  @ArchTest
  static final ArchRule onlyAppPicksTheClock =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.spillway.app..", "io.spillway.demo..")
          .should()
          .accessTargetWhere(
              targetOwner(type(Clock.class))
                  .and(
                      describe(
                          "picks a system clock",
                          access -> access.getTarget().getName().startsWith("system"))));

  @ArchTest
  static final ArchRule onlyAppAndDemoPrint =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.spillway.app..", "io.spillway.demo..")
          .should()
          .accessTargetWhere(accessTo(System.class, "out").or(accessTo(System.class, "err")));

  @ArchTest
  static final ArchRule nothingSleeps =
      noClasses().should().accessTargetWhere(accessTo(Thread.class, "sleep"));

  /** A call, a method reference or a field access of this name. */
  private static DescribedPredicate<JavaAccess<?>> accessTo(Class<?> owner, String member) {
    return targetOwner(type(owner))
        .and(
            describe(
                owner.getSimpleName() + "." + member,
                access -> access.getTarget().getName().equals(member)));
  }
}
