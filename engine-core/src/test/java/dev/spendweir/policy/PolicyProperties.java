package dev.spendweir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.testing.JsonGenerators;
import dev.spendweir.testing.PolicyGenerators;
import dev.spendweir.testing.Refusals;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PolicyProperties {

    @Property(tries = 300)
    void canonicalisingTwiceGivesTheSameBytes(@ForAll("policies") JsonObject document) {
        Policy once = PolicyReader.read(document);
        Policy twice = PolicyReader.read(once.canonicalJson());
        assertThat(twice.canonicalBytes()).isEqualTo(once.canonicalBytes());
        assertThat(twice.document()).isEqualTo(once.document());
        assertThat(twice.sha256()).isEqualTo(once.sha256()).isEqualTo(Sha256Hex.of(once.canonicalBytes()));
        assertThat(twice.warnings()).isEqualTo(once.warnings());
    }

    @Property(tries = 300)
    void canonicalFormHasEveryFieldWhateverWasGiven(@ForAll("policies") JsonObject document) {
        JsonObject defaults = PolicyReader.defaults().canonicalJson();
        assertSameMembers(PolicyReader.read(document).canonicalJson(), defaults);
    }

    private static void assertSameMembers(JsonObject actual, JsonObject expected) {
        assertThat(actual.names()).isEqualTo(expected.names());
        for (String name : expected.names()) {
            if (expected.get(name) instanceof JsonObject inner) {
                assertSameMembers((JsonObject) actual.get(name), inner);
            }
        }
    }

    @Property(tries = 200)
    void storedBytesAreHashedAsTheyAre(@ForAll("policies") JsonObject document) {
        Policy read = PolicyReader.read(document);
        Policy stored = PolicyReader.readStored(read.canonicalBytes());
        assertThat(stored.sha256()).isEqualTo(read.sha256());
        assertThat(stored.document()).isEqualTo(read.document());
        assertThat(CanonicalJson.bytes(stored.canonicalJson())).isEqualTo(read.canonicalBytes());
    }

    @Property(tries = 200)
    void oneUnknownMemberIsTheOnlyFinding(@ForAll("policies") JsonObject document) {
        assertThat(Refusals.of(() -> PolicyReader.read(document.with("colour", new JsonString("red")))))
                .containsExactly("POLICY_UNKNOWN_FIELD /colour");
    }

    @Property(tries = 500)
    void anyJsonIsReadOrRefusedWithFindingsInOrder(@ForAll("values") JsonValue value) {
        JsonObject document = JsonObject.builder()
                .put("modes", value)
                .put("approvals", JsonObject.builder().put("routing", value).build())
                .put("risk", value)
                .put("rules", value)
                .put(
                        "thresholds",
                        JsonObject.builder().put("hard_deny_above", value).build())
                .build();
        try {
            assertThat(PolicyReader.read(document).sha256()).hasSize(64);
        } catch (RejectedException e) {
            assertThat(e.findings()).isSortedAccordingTo(Finding.ORDER);
            assertThat(e.findings()).extracting(Finding::pointer).doesNotHaveDuplicates();
        }
    }

    @Provide
    Arbitrary<JsonObject> policies() {
        return PolicyGenerators.policies();
    }

    @Provide
    Arbitrary<JsonValue> values() {
        return JsonGenerators.values(3);
    }
}
