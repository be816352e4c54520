package dev.spendweir.server.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.sql.Connection;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerArchitectureTest {

    /** Engine and server as compiled, without tests and without libraries. */
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.spendweir");

    private static final ArchRule ONLY_STORE_KNOWS_SQL = noClasses()
            .that()
            .resideOutsideOfPackage("dev.spendweir.server.store..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.jdbi..", "java.sql.."))
            .because("SQL is written next to the adapter that runs it, and nowhere else");

    private static final ArchRule ENGINE_KNOWS_NO_SERVER = noClasses()
            .that(resideOutsideOfPackages("dev.spendweir.server..", "dev.spendweir.cli.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.spendweir.server..", "dev.spendweir.cli.."))
            .because("dependencies point inward only");

    private static final ArchRule SERVER_KNOWS_NO_CLI = noClasses()
            .that()
            .resideInAPackage("dev.spendweir.server..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.spendweir.cli.."))
            .because("dependencies point inward only");

    @Test
    void sql_isKnownToStoreOnly() {
        ONLY_STORE_KNOWS_SQL.check(PRODUCTION);
    }

    @ParameterizedTest
    @ValueSource(classes = {HoldsHandle.class, HoldsConnection.class})
    void sql_knownElsewhere_isReported(Class<?> breaksIt) {
        assertThat(ONLY_STORE_KNOWS_SQL.evaluate(only(breaksIt)).hasViolation()).isTrue();
    }

    @Test
    void engine_knowsNoServer() {
        ENGINE_KNOWS_NO_SERVER.check(PRODUCTION);
    }

    @Test
    void engine_knowingServer_isReported() {
        JavaClasses outsider = only(dev.spendweir.outsider.KnowsServer.class);
        assertThat(ENGINE_KNOWS_NO_SERVER.evaluate(outsider).hasViolation()).isTrue();
    }

    @Test
    void server_knowsNoCli() {
        SERVER_KNOWS_NO_CLI.check(PRODUCTION);
    }

    @Test
    void server_knowingCli_isReported() {
        assertThat(SERVER_KNOWS_NO_CLI.evaluate(only(KnowsCli.class)).hasViolation())
                .isTrue();
    }

    @Test
    void imported_classes_areThoseOfEngineAndServer() {
        assertThat(PRODUCTION.stream().map(JavaClass::getPackageName))
                .contains("dev.spendweir.engine", "dev.spendweir.server");
    }

    private static JavaClasses only(Class<?> type) {
        return new ClassFileImporter().importClasses(type);
    }

    private record HoldsHandle(Handle handle) {}

    private record HoldsConnection(Connection connection) {}

    private record KnowsCli(dev.spendweir.cli.CliFixture cli) {}
}
