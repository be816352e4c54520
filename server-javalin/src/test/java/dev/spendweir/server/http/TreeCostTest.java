package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TreeCostTest {

    private static final String PLAN = "\"plan\":{\"resource_changes\":[{\"after\":[" + "1,".repeat(10_000) + "1]}]}}";

    private static String[] membersBefore() {
        return new String[] {
            "\"number\":" + "1".repeat(1_001) + ",",
            "\"fraction\":0." + "1".repeat(1_001) + ",",
            "\"text\":\"" + "x".repeat(20_000_001) + "\",",
            "\"" + "n".repeat(50_001) + "\":1,",
        };
    }

    /** Else a long member in front of the plan would let its tree past the budget. */
    @ParameterizedTest(name = "[{index}]")
    @MethodSource("membersBefore")
    void estimate_doesNotEndAtALongMemberBeforeThePlan(String member) {
        assertThat(cost("{" + member + PLAN)).isGreaterThanOrEqualTo(cost("{" + PLAN));
    }

    private static long cost(String body) {
        return TreeCost.of(body.getBytes(StandardCharsets.UTF_8));
    }
}
