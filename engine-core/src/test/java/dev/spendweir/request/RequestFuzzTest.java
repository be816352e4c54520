package dev.spendweir.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.testing.Untrusted;
import java.util.Optional;
import java.util.function.Supplier;

/** Any bytes as a gate request: refused with findings, or normalised to a form that normalises to itself. */
class RequestFuzzTest {

    private static final PolicyDocument POLICY = PolicyReader.defaults().document();

    @FuzzTest
    void anyBytes_areARequestThatNormalisesToItselfOrRefused(byte[] input) {
        Untrusted.json(input).ifPresent(raw -> {
            Optional<GateRequest> request = normalized(() -> RequestNormalizer.normalize(raw, POLICY));
            request.ifPresent(RequestFuzzTest::checkNormalForm);
            Optional<GateRequest> withoutPolicy = normalized(() -> RequestNormalizer.normalizeWithoutPolicy(raw));
            // The default policy's currency is the only thing that can be wrong with one and not the other.
            request.ifPresent(same -> assertThat(withoutPolicy).contains(same));
        });
    }

    private static Optional<GateRequest> normalized(Supplier<GateRequest> reader) {
        return Untrusted.read(
                reader,
                ErrorCode.FIELD_REQUIRED,
                ErrorCode.UNKNOWN_FIELD,
                ErrorCode.INVALID_FIELD,
                ErrorCode.INVALID_AMOUNT,
                ErrorCode.AMOUNT_OUT_OF_RANGE,
                ErrorCode.CURRENCY_MISMATCH);
    }

    private static void checkNormalForm(GateRequest request) {
        JsonValue normal = request.toJson();
        assertThat(request.canonicalBytes()).isEqualTo(CanonicalJson.bytes(normal));
        assertThat(request.sha256()).isEqualTo(CanonicalJson.sha256(normal));
        GateRequest again = RequestNormalizer.normalize(normal, POLICY);
        assertThat(again).isEqualTo(request);
        assertThat(again.canonicalBytes()).isEqualTo(request.canonicalBytes());
    }
}
