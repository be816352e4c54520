package dev.spendweir.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spendweir.cli.CliException;
import dev.spendweir.cli.ExitCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only how a plan is applied may be said beside it, never what (spec 5.1). */
final class ApplyArgumentsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other.tfplan",
                "",
                "-",
                "--",
                "@args",
                "-destroy",
                "-target=aws_instance.a",
                "-target",
                "--target=aws_instance.a",
                "-replace=aws_instance.a",
                "-refresh-only",
                "-refresh=false",
                "-var=a=b",
                "-var-file=x",
                "-state=other.tfstate",
                "-state-out=other.tfstate",
                "-backup=x",
                "-chdir=/elsewhere",
                "-exclude=aws_instance.a",
                "-allow-deferral",
                "-AUTO-APPROVE",
                "-parallelism",
                "-parallelism=",
                "-lock-timeout",
                "-input\n-destroy",
                "-something-that-terraform-learns-later"
            })
    void argument_thatCouldChangeWhatIsApplied_isRefused(String argument) {
        CliException refused =
                catchThrowableOfType(CliException.class, () -> ApplyArguments.check(List.of("-no-color", argument)));
        assertThat(refused).hasMessageContaining(ApplyArguments.REFUSED);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void argument_thatSaysHowItIsApplied_isPassedOn() {
        List<String> arguments = List.of(
                "-auto-approve",
                "-compact-warnings",
                "-concise",
                "-input=false",
                "--json",
                "-lock=true",
                "-lock-timeout=30s",
                "-no-color",
                "-parallelism=20",
                "-show-sensitive");
        assertThatCode(() -> ApplyArguments.check(arguments)).doesNotThrowAnyException();
    }

    @Test
    void environment_thatAddsSuchAnArgument_isRefused() {
        for (String variable : List.of("TF_CLI_ARGS", "TF_CLI_ARGS_apply")) {
            CliException refused = catchThrowableOfType(
                    CliException.class, () -> ApplyArguments.check(Map.of(variable, "-no-color -state=x")));
            assertThat(refused).hasMessageContaining("-state=x").hasMessageContaining(variable);
        }
        assertThatCode(() -> ApplyArguments.check(
                        Map.of("TF_CLI_ARGS", " -no-color ", "TF_CLI_ARGS_plan", "-target=x", "TF_CLI_ARGS_apply", "")))
                .doesNotThrowAnyException();
    }
}
