package dev.spendweir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.testing.Untrusted;

/** Any bytes as a policy: refused with findings, or a document whose canonical form says the same again. */
class PolicyFuzzTest {

    @FuzzTest
    void anyBytes_areAPolicyThatReadsBackOrRefused(byte[] input) {
        Untrusted.json(input)
                .flatMap(json -> Untrusted.read(
                        () -> PolicyReader.read(json),
                        ErrorCode.POLICY_INVALID,
                        ErrorCode.POLICY_UNKNOWN_FIELD,
                        ErrorCode.POLICY_SCHEMA_UNSUPPORTED))
                .ifPresent(PolicyFuzzTest::checkCanonicalForm);
    }

    private static void checkCanonicalForm(Policy policy) {
        byte[] canonical = policy.canonicalBytes();
        assertThat(CanonicalJson.bytes(policy.canonicalJson())).isEqualTo(canonical);
        Policy again = PolicyReader.read(JsonReader.read(canonical));
        assertThat(again.canonicalBytes()).isEqualTo(canonical);
        assertThat(again.document()).isEqualTo(policy.document());
        assertThat(again.warnings()).isEqualTo(policy.warnings());
        Policy stored = PolicyReader.readStored(canonical);
        assertThat(stored.document()).isEqualTo(policy.document());
        assertThat(stored.sha256()).isEqualTo(policy.sha256());
    }
}
