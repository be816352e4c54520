package dev.spendweir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.cli.CliRun;
import dev.spendweir.cli.CliRun.Ended;
import dev.spendweir.policy.PolicyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ValidateCommandTest {

    @TempDir
    private Path directory;

    @Test
    void validate_theEmptyPolicy_printsTheHashOfTheDefaults() throws IOException {
        Ended ended = validate("policy.json", "{}");
        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .contains("policy.json: valid, 0 warnings")
                .contains("policy_sha256 " + PolicyReader.defaults().sha256());
    }

    @Test
    void validate_twoMistakesInYaml_namesBothWithLineAndColumn() throws IOException {
        Ended ended = validate("policy.yaml", "modes:\n  default: strict\nthresholds:\n  auto_approve_upto: \"5\"\n");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .contains("policy.yaml:2:3: error POLICY_INVALID at /modes/default: ")
                .contains("policy.yaml:4:3: error POLICY_UNKNOWN_FIELD at /thresholds/auto_approve_upto: ")
                .contains("not valid, 2 errors");
    }

    @Test
    void validate_brokenJson_namesThePlace() throws IOException {
        Ended ended = validate("policy.json", "{\n  \"modes\": {,}\n}");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).contains("policy.json:2:").contains("MALFORMED_JSON");
    }

    @Test
    void validate_duplicateKey_isRefused() throws IOException {
        assertThat(validate("policy.json", "{\"currency\":\"USD\",\"currency\":\"EUR\"}")
                        .out())
                .contains("DUPLICATE_KEY");
    }

    @Test
    void validate_unreachableRoute_isAWarningAndValid() throws IOException {
        String policy = "approvals:\n  routing:\n"
                + "    - {id: all, reviewer_roles: [owner]}\n"
                + "    - {id: never, reviewer_roles: [admin]}\n";
        Ended ended = validate("policy.yml", policy);
        assertThat(ended.code()).as(ended.out()).isZero();
        assertThat(ended.out()).contains("policy.yml:4:").contains("warning route_unreachable at /approvals/routing/1");
    }

    @Test
    void validate_asJson_hasTheShapeOfTheServersAnswer() throws IOException {
        Files.writeString(directory.resolve("p.json"), "{\"nonsense\":1}");
        Ended ended = CliRun.in(directory).run("policy", "validate", "--output", "json", "p.json");
        JsonObject json = (JsonObject) JsonReader.read(ended.out().strip());
        assertThat(json.names()).containsExactlyInAnyOrder("valid", "policy_sha256", "canonical", "errors", "warnings");
        assertThat(ended.out()).contains("\"line\":1").contains("\"pointer\":\"/nonsense\"");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void validate_standardInput_isReadAsJson() {
        assertThat(CliRun.in(directory)
                        .stdin("{}")
                        .run("policy", "validate", "-")
                        .code())
                .isZero();
    }

    @Test
    void validate_aMissingFile_says() {
        Ended ended = CliRun.in(directory).run("policy", "validate", "nowhere.json");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("nowhere.json cannot be read");
    }

    private Ended validate(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
        return CliRun.in(directory).run("policy", "validate", name);
    }
}
