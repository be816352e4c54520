package dev.spendweir.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.spendweir.outsider.KnowsCli;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

class CliArchitectureTest {

    /** Every module as compiled, without tests and without libraries. */
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.spendweir");

    private static final ArchRule NOBODY_KNOWS_CLI = noClasses()
            .that()
            .resideOutsideOfPackage("dev.spendweir.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.spendweir.cli..")
            .because("dependencies point inward only");

    private static final ArchRule CLI_KNOWS_NO_SQL = noClasses()
            .that()
            .resideInAPackage("dev.spendweir.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jdbi..", "java.sql..")
            .because("SQL is the server's store's affair");

    @Test
    void cli_isKnownToNobody() {
        NOBODY_KNOWS_CLI.check(PRODUCTION);
    }

    @Test
    void cli_knownElsewhere_isReported() {
        assertThat(NOBODY_KNOWS_CLI.evaluate(only(KnowsCli.class)).hasViolation())
                .isTrue();
    }

    @Test
    void cli_knowsNoSql() {
        CLI_KNOWS_NO_SQL.check(PRODUCTION);
    }

    @Test
    void cli_knowingSql_isReported() {
        assertThat(CLI_KNOWS_NO_SQL.evaluate(only(HoldsConnection.class)).hasViolation())
                .isTrue();
    }

    @Test
    void imported_classes_areThoseOfEveryModule() {
        assertThat(PRODUCTION.stream().map(JavaClass::getPackageName))
                .contains("dev.spendweir.engine", "dev.spendweir.server", "dev.spendweir.cli");
    }

    private static JavaClasses only(Class<?> type) {
        return new ClassFileImporter().importClasses(type);
    }

    private record HoldsConnection(Connection connection) {}
}
