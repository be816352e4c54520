package dev.spendweir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonText;
import dev.spendweir.cli.CliRun;
import dev.spendweir.cli.CliRun.Ended;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.testing.PolicyGenerators;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What {@code policy validate} says of good policies. */
class ValidateCommandProperties {

    @Property(tries = 60)
    void everyGoodPolicyIsValidUnderTheEnginesHash(@ForAll("policies") JsonObject policy) {
        Ended ended = CliRun.in(Path.of("."))
                .stdin(new String(JsonText.bytes(policy), StandardCharsets.UTF_8))
                .run("policy", "validate", "--output", "json", "-");
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        JsonObject answer = (JsonObject) JsonReader.read(ended.out().strip());
        assertThat(answer.get("valid")).isEqualTo(JsonBoolean.TRUE);
        assertThat(answer.get("policy_sha256"))
                .isEqualTo(new JsonString(PolicyReader.read(policy).sha256()));
    }

    @Provide
    Arbitrary<JsonObject> policies() {
        return PolicyGenerators.policies();
    }
}
