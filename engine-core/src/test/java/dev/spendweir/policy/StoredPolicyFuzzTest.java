package dev.spendweir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.testing.Untrusted;

/** Any bytes as the stored version of a policy: refused, or hashed as they are. */
class StoredPolicyFuzzTest {

    @FuzzTest
    void anyBytes_areAStoredPolicyUnderTheirOwnHashOrRefused(byte[] input) {
        Untrusted.read(
                        () -> PolicyReader.readStored(input),
                        ErrorCode.POLICY_INVALID,
                        ErrorCode.POLICY_UNKNOWN_FIELD,
                        ErrorCode.POLICY_SCHEMA_UNSUPPORTED)
                .ifPresent(policy -> assertThat(policy.sha256()).isEqualTo(Sha256Hex.of(input)));
    }
}
