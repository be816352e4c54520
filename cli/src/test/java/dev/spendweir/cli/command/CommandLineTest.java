package dev.spendweir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliRun;
import dev.spendweir.cli.CliRun.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a wrong command line, a request for help and an unexpected error look like. */
final class CommandLineTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "gate",
                "policy",
                "ledger",
                "keys",
                "gate terraform",
                "gate terraform --project p",
                "gate terraform --project p --env dev",
                "gate terraform --project p --env dev --plan a --monthly-delta 1",
                "gate terraform --project p --env dev --monthly-delta 1e3",
                "gate terraform --project p --env dev --monthly-delta 1 --currency usd",
                "gate terraform --project p --env dev --monthly-delta 1",
                "gate terraform --project p --env dev --monthly-delta 1 --server ftp://x",
                "gate terraform --project p --env dev --monthly-delta 1 --server http://u:p@127.0.0.1",
                "gate terraform --project p --env dev --monthly-delta 1 --server http://127.0.0.1:1",
                "gate terraform --project p --env dev --monthly-delta 1 --local",
                "gate terraform --project p --env dev --monthly-delta 1 --local --policy a",
                "gate terraform --project p --env dev --monthly-delta 1 --policy a --state b",
                "gate terraform --project p --env dev --monthly-delta 1 --price-sheet a",
                "gate terraform --project p --env dev --monthly-delta 1 --local --policy a --state b --server http://x",
                "gate terraform --project p --env dev --monthly-delta 1 --stage pre_plan",
                "gate terraform --project p --env dev --monthly-delta 1 --stage post_apply",
                "gate terraform --project p --env dev --monthly-delta 1 --actual-monthly-delta 1",
                "gate terraform --project p --env dev --stage post_apply --local --policy a --state b",
                "gate terraform --project p --env dev --stage post_apply --dry-run --change-id c",
                "gate terraform --project p --env dev --monthly-delta 1 --output sarif",
                "gate terraform --project p --env dev --monthly-delta 1 --timeout 0s",
                "gate terraform --project p --env dev --monthly-delta 1 --timeout 2d",
                "gate terraform --project p --env dev --monthly-delta 1 --api-key secret",
                "policy validate",
                "ledger verify --file a --server http://x",
                "ledger verify",
                "ledger verify --chain other",
                "actors",
                "actors get",
                "actors put ann",
                "actors put ann --role member --if-version x",
                "actors change ann --enable --disable",
                "actors change ann --server http://127.0.0.1:1",
                "run-tasks create --name a --actor b --workspace c --server http://127.0.0.1:1",
                "actors delete",
                "actors list",
                "keys create --actor a",
                "keys list",
                "approve-consume",
                "approve-consume --plan-file a --token-file b --approval c",
                "terraform",
                "terraform apply",
                "terraform apply --plan-file a -- -target=x",
                "approvals",
                "approvals approve",
                "token mint --approval a",
                "token keys",
                "token keys activate",
                "keys revoke",
                "run-tasks",
                "run-tasks create",
                "run-tasks list",
                "run-tasks update",
                "run-tasks delete",
                "vectors",
                "vectors run --profile p1",
                "vectors run --output xml",
                "vectors run --family nonsense",
                "vectors run --id amount-nonsense",
                "vectors run --capabilities decision,nonsense",
                "vectors run --family amount --capabilities ledger",
                "vectors run --engine ''",
                "vectors run --engine 'x",
                "vectors serve now"
            })
    void run_aWrongCommandLine_endsWith64AndOneHint(String line) {
        Ended ended = run(line);
        assertThat(ended.code()).as(ended.err()).isEqualTo(64);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("spendweir: ").doesNotContain("Exception", "\tat ");
        assertThat(ended.err().lines().count()).isBetween(2L, 4L);
    }

    /** Every command that there is, groups too. */
    static Stream<String> commands() {
        return below("", CommandTree.build(new SpendweirCommand(), CliContext.ofProcess()));
    }

    private static Stream<String> below(String name, CommandLine command) {
        return Stream.concat(
                Stream.of(name),
                command.getSubcommands().entrySet().stream()
                        .flatMap(next -> below((name + " " + next.getKey()).strip(), next.getValue())));
    }

    /** Those that do something. */
    static Stream<String> leaves() {
        List<String> all = commands().toList();
        return all.stream()
                .filter(name -> all.stream().noneMatch(other -> other.startsWith((name + " ").stripLeading())));
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void command_standsInTheReference(String command) throws IOException {
        Path reference = Path.of("").toAbsolutePath().resolveSibling("docs").resolve("cli.md");
        assertThat(Files.readString(reference)).containsPattern("(?m)^\\|.*`" + command + "[` ]");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_ofEachCommand_fitsTheWidthAndTeaches(String command) {
        Ended ended = run((command + " --help").strip());
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("Usage: spendweir").contains("--help");
        assertThat(ended.out().lines())
                .allSatisfy(text -> assertThat(text.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void help_ofTheGate_namesExitCodesEnvironmentAndExamples() {
        assertThat(run("gate terraform --help").out())
                .contains("Exit codes:", "64", "SPENDWEIR_API_KEY", "SPENDWEIR_SERVER", "Examples:", "--stage");
    }

    @Test
    void version_printsOne() {
        Ended ended = run("version");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).matches("(?s)spendweir [0-9]+\\.[0-9]+\\.[0-9]+.*Java .*");
    }

    @Test
    void run_anUnexpectedError_isOneLineWithTheRequestIdAndAStackTraceOnRequest() {
        // A directory in place of the plan is nothing that the command foresees as a kind of its own.
        String[] line = {
            "gate",
            "terraform",
            "--project",
            "p",
            "--env",
            "dev",
            "--monthly-delta",
            "1",
            "--local",
            "--policy",
            "p.json",
            "--state",
            "s\u0000"
        };
        Ended quiet = CliRun.in(directory).run(line);
        assertThat(quiet.code()).isEqualTo(1);
        assertThat(quiet.err())
                .contains("unexpected error: InvalidPathException")
                .contains("request id 11111111-2222-4333-8444-555555555555")
                .doesNotContain("\tat ");
        String[] debug = Arrays.copyOf(line, line.length + 1);
        debug[line.length] = "--debug";
        assertThat(CliRun.in(directory).run(debug).err()).contains("\tat ");
    }

    private Ended run(String line) {
        return CliRun.in(directory).run(line.isEmpty() ? new String[0] : line.split(" "));
    }
}
