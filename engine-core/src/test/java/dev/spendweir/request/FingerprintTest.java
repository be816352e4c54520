package dev.spendweir.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonValue;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.testing.Json;
import dev.spendweir.testing.RequestGenerators;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Fingerprints against canonical texts written by hand, hashed by Python's hashlib. */
class FingerprintTest {

    /** For each field of a fingerprint another value than the sample's. */
    private static final Map<String, String> INCLUDED = Map.of(
            "action", "'vm.delete'",
            "environment", "'dev'",
            "estimated_hourly_delta", "'0.18'",
            "estimated_monthly_delta", "'120.500001'",
            "metadata", "{'a':null}",
            "project_id", "'Payments'",
            "resource_reference", "'aws_instance.Web'",
            "source", "'custom'",
            "tenant_id", "'acme2'",
            "unpriced_resources", "1");

    private static final Set<String> ONLY_IN_THE_FINGERPRINT =
            Set.of("estimated_hourly_delta", "estimated_monthly_delta", "metadata", "unpriced_resources");

    private static final Map<String, String> EXCLUDED =
            Map.of("requester_id", "'bob'", "idempotency_key", "'key-2'", "dry_run", "true");

    private static GateRequest normalize(JsonValue raw) {
        return RequestNormalizer.normalize(raw, PolicyReader.defaults().document());
    }

    @Test
    void plainRequest_hasTheHashesOfItsHandWrittenForms() {
        GateRequest request = normalize(RequestGenerators.sample());
        // {"action":"vm.create","environment":"prod","estimated_hourly_delta":"0.17","estimated_monthly_delta":"120.5",
        // "metadata":{},"project_id":"payments","resource_reference":"aws_instance.web",
        // "schema":"spendweir.fingerprint/v1","source":"terraform","tenant_id":"acme","unpriced_resources":0}
        assertThat(request.fingerprint()).isEqualTo("e074ae0545ff8c83f1861316c1ba6681b590fb0fdd3f232f00dd2d13365c107a");
        // {"action":"vm.create","environment":"prod","project_id":"payments","resource_reference":"aws_instance.web",
        // "schema":"spendweir.scope/v1","source":"terraform","tenant_id":"acme"}
        assertThat(request.scopeFingerprint())
                .isEqualTo("1a379900ea37cb499e50db389fbff666818ece0a8553dd8d7f4c96dc700df517");
        assertThat(request.sha256()).isEqualTo("271c850ef90b78dabe00547475654e19d795972e9f5faad8822dd53115e9bdbe");
        assertThat(Sha256Hex.of(request.canonicalBytes())).isEqualTo(request.sha256());
    }

    @Test
    void requestThatNeedsNormalising_hasTheHashesOfItsHandWrittenForms() {
        GateRequest request = normalize(
                Json.value(
                        "{'tenant_id':' Acme.1 ','source':'llm_call\\n',"
                                + "'project_id':'Zahl\u00fcng \\\\ \\u00e9\ud83d\ude00','environment':'PROD/EU','action':'LLM.Chat',"
                                + "'resource_reference':'model/gpt\\\\x','estimated_monthly_delta':-12.3450000,"
                                + "'requester_id':'r','idempotency_key':'abcd','unpriced_resources':2147483647,"
                                + "'metadata':{'z':[1.0,1e-7,true,null],'\u20ac':{'b':'\\\\','a':'\\u001f\\t'},'A':9007199254740991}}"));
        assertThat(request.fingerprint()).isEqualTo("d876d7ea887501cb07d243604238ef53dcd7e636175c5517ee1432a891c80b65");
        assertThat(request.scopeFingerprint())
                .isEqualTo("1d24b969467a2b08cbb7f40ba5e5305f661997e154ed0db07dc82f337028f0cf");
    }

    @Test
    void everyIncludedField_changesTheFingerprint() {
        GateRequest sample = normalize(RequestGenerators.sample());
        INCLUDED.forEach((name, value) -> {
            GateRequest changed = normalize(RequestGenerators.sample().with(name, Json.value(value)));
            assertThat(changed.fingerprint()).as(name).isNotEqualTo(sample.fingerprint());
            assertThat(changed.scopeFingerprint().equals(sample.scopeFingerprint()))
                    .as(name)
                    .isEqualTo(ONLY_IN_THE_FINGERPRINT.contains(name));
        });
    }

    @Test
    void noExcludedField_changesAFingerprint() {
        GateRequest sample = normalize(RequestGenerators.sample());
        EXCLUDED.forEach((name, value) -> {
            GateRequest changed = normalize(RequestGenerators.sample().with(name, Json.value(value)));
            assertThat(changed.fingerprint()).as(name).isEqualTo(sample.fingerprint());
            assertThat(changed.scopeFingerprint()).as(name).isEqualTo(sample.scopeFingerprint());
            assertThat(changed.sha256()).as(name).isNotEqualTo(sample.sha256());
        });
    }

    @Test
    void composedAndDecomposedSpellings_areDifferentProjects() {
        GateRequest composed = normalize(RequestGenerators.sample().with("project_id", Json.value("'\u00e9'")));
        GateRequest decomposed = normalize(RequestGenerators.sample().with("project_id", Json.value("'e\u0301'")));
        assertThat(composed.fingerprint()).isNotEqualTo(decomposed.fingerprint());
    }
}
