package dev.spendweir.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.testing.Json;
import dev.spendweir.testing.JsonGenerators;
import dev.spendweir.testing.Refusals;
import dev.spendweir.testing.RequestGenerators;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whole requests: normalising, and the fingerprints against a second way to make them. */
class RequestProperties {

    private static final Set<String> ONLY_IN_THE_FINGERPRINT =
            Set.of("estimated_hourly_delta", "estimated_monthly_delta", "metadata", "unpriced_resources");

    private static final Set<String> IN_THE_FINGERPRINT = Set.of(
            "action",
            "environment",
            "estimated_hourly_delta",
            "estimated_monthly_delta",
            "metadata",
            "project_id",
            "resource_reference",
            "source",
            "tenant_id",
            "unpriced_resources");

    private static GateRequest normalize(JsonValue raw) {
        return RequestNormalizer.normalize(raw, PolicyReader.defaults().document());
    }

    @Property(tries = 300)
    void fingerprintsAreTheHashesOfTheTreesThatTheSpecificationNames(@ForAll("requests") JsonObject raw) {
        GateRequest request = normalize(raw);
        JsonObject whole = request.toJson();
        JsonObject fingerprint = whole.without("currency")
                .without("dry_run")
                .without("idempotency_key")
                .without("requester_id")
                .with("schema", Json.value("'spendweir.fingerprint/v1'"));
        assertThat(request.fingerprint()).isEqualTo(CanonicalJson.sha256(fingerprint));
        JsonObject scope = fingerprint.with("schema", Json.value("'spendweir.scope/v1'"));
        for (String name : ONLY_IN_THE_FINGERPRINT) {
            scope = scope.without(name);
        }
        assertThat(request.scopeFingerprint()).isEqualTo(CanonicalJson.sha256(scope));
        assertThat(request.canonicalBytes()).isEqualTo(CanonicalJson.bytes(whole));
        assertThat(request.sha256()).isEqualTo(Sha256Hex.of(request.canonicalBytes()));
    }

    /** One field of another request at a time: the hashes change with what they are made of, and with nothing else. */
    @Property
    void fingerprintsAreSensitiveToEveryIncludedFieldAndToNoOther(
            @ForAll("requests") JsonObject raw, @ForAll("requests") JsonObject other) {
        GateRequest request = normalize(raw);
        JsonObject otherwise = normalize(other).toJson();
        for (String name : raw.names()) {
            GateRequest changed = normalize(raw.with(name, other.get(name)));
            boolean differs =
                    !CanonicalJson.text(request.toJson().get(name)).equals(CanonicalJson.text(otherwise.get(name)));
            boolean inFingerprint = differs && IN_THE_FINGERPRINT.contains(name);
            boolean inScope = inFingerprint && !ONLY_IN_THE_FINGERPRINT.contains(name);
            assertThat(changed.fingerprint().equals(request.fingerprint()))
                    .as(name)
                    .isNotEqualTo(inFingerprint);
            assertThat(changed.scopeFingerprint().equals(request.scopeFingerprint()))
                    .as(name)
                    .isNotEqualTo(inScope);
        }
    }

    @Property(tries = 300)
    void normalisingTwiceChangesNothing(@ForAll("requests") JsonObject raw) {
        GateRequest once = normalize(raw);
        assertThat(normalize(once.toJson())).isEqualTo(once);
    }

    @Property(tries = 300)
    void anyJsonIsNormalisedOrRefused(@ForAll("values") JsonValue value) {
        JsonObject raw = RequestGenerators.sample();
        for (String name : raw.names()) {
            var findings = Refusals.of(() -> normalize(raw.with(name, value)));
            assertThat(findings).hasSizeLessThanOrEqualTo(1).allMatch(finding -> finding.endsWith(" /" + name));
        }
    }

    @Provide
    Arbitrary<JsonObject> requests() {
        return RequestGenerators.requests();
    }

    @Provide
    Arbitrary<JsonValue> values() {
        return JsonGenerators.values(3);
    }
}
