package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.limits.BodyBudget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/** Any bytes as a body, plain and as gzip: refused with a code, or read within the limit and the memory claimed for it. */
class BodyFuzzTest {

    private static final long MAX_BYTES = 64 * 1024;
    private static final int MEMORY_FACTOR = 4;
    private static final BodyRule RULE = new BodyRule(List.of("application/json"), MAX_BYTES, MEMORY_FACTOR);

    @FuzzTest
    void anyBytes_areABodyWithinItsLimitsOrRefused(byte[] input) throws IOException {
        check(input, true, -1);
        check(input, false, -1);
        check(input, false, input.length);
        check(input, false, input.length + 1L);
        TreeCost.of(input);
    }

    private static void check(byte[] input, boolean gzip, long length) throws IOException {
        BodyBudget budget = new BodyBudget(MAX_BYTES * MEMORY_FACTOR * 2);
        try (BodyBudget.Claim claim = budget.claim()) {
            byte[] body = BodyReader.decoded(new ByteArrayInputStream(input), gzip, length, RULE, claim);
            assertThat(body.length).isBetween(1, (int) MAX_BYTES);
            assertThat(budget.taken()).isGreaterThanOrEqualTo((long) body.length * MEMORY_FACTOR);
            if (!gzip) {
                assertThat(body).isEqualTo(input);
            }
        } catch (RejectedException e) {
            assertThat(e.code()).isIn(ErrorCode.BODY_REQUIRED, ErrorCode.BODY_TOO_LARGE, ErrorCode.BODY_UNREADABLE);
        }
        assertThat(budget.taken()).isZero();
    }
}
