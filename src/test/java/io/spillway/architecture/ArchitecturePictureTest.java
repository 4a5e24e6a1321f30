package io.spillway.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "io.spillway", importOptions = DoNotIncludeTests.class)
class ArchitecturePictureTest {
  @ArchTest
  static void thePictureShowsTheCode(JavaClasses all) throws IOException {
    assertThat(Files.readString(ArchitecturePicture.FILE))
        .as("%s differs from the code; run scripts/architecture.sh", ArchitecturePicture.FILE)
        .isEqualTo(ArchitecturePicture.of(PackageGraph.of(all)));
  }

  @Test
  void aDependencyThatFollowsFromOthersIsLeftOut() {
    PackageGraph graph =
        new PackageGraph(
            Map.of(
                "app", Set.of("engine", "store", "domain"),
                "engine", Set.of("store"),
                "store", Set.of("domain"),
                "domain", Set.of()));

    assertThat(graph.reduced().uses())
        .isEqualTo(
            Map.of(
                "app", Set.of("engine"),
                "engine", Set.of("store"),
                "store", Set.of("domain"),
                "domain", Set.of()));
  }
}
