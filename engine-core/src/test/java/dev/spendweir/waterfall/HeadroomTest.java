package dev.spendweir.waterfall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import dev.spendweir.policy.PolicyDocument.Basis;
import dev.spendweir.rejection.RejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ends of 64 bits, which no input states but sums of inputs reach. */
class HeadroomTest {

    private static final Amount NOTHING = Amount.ZERO;
    private static final Amount MAX = Amount.ofMicros(Long.MAX_VALUE);

    @ParameterizedTest
    @CsvSource({
        "5, 3, 2",
        "3, 5, -2",
        "0, 9223372036854775807, -9223372036854775807",
        "9223372036854775807, 0, 9223372036854775807",
        "9223372036854775806, -1, 9223372036854775807",
    })
    void headroom_isWhatTheLimitLeaves(long limit, long committed, long headroom) {
        assertThat(Headroom.of(Amount.ofMicros(limit), committed)).isEqualTo(headroom);
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807, -1", "1, -9223372036854775807", "0, -9223372036854775808"})
    void headroom_beyond64Bits_isRefused(long limit, long committed) {
        assertThatThrownBy(() -> Headroom.of(Amount.ofMicros(limit), committed))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("AMOUNT_OUT_OF_RANGE");
    }

    @Test
    void committed_exactlyAtTheEndOf64Bits_isTaken_andOneMicroBeyondRefused() {
        Amount rest = Amount.ofMicros(Long.MAX_VALUE - 1);
        Amount micro = Amount.ofMicros(1);
        assertThat(Headroom.committed(Basis.COMMITMENTS, rest, micro, MAX, MAX, MAX))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(Headroom.committed(Basis.FORECAST, micro, MAX, NOTHING, rest, MAX))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(Headroom.committed(Basis.FORECAST_UPPER, NOTHING, MAX, micro, MAX, rest))
                .isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> Headroom.committed(Basis.COMMITMENTS, MAX, micro, NOTHING, NOTHING, NOTHING))
                .hasMessageContaining("AMOUNT_OUT_OF_RANGE");
        // The first step leaves the range; the second must not be able to hide it.
        assertThatThrownBy(() -> Headroom.committed(Basis.FORECAST, micro, NOTHING, MAX, MAX, NOTHING))
                .hasMessageContaining("AMOUNT_OUT_OF_RANGE");
        assertThatThrownBy(() -> Headroom.committed(Basis.FORECAST_UPPER, micro, NOTHING, MAX, NOTHING, MAX))
                .hasMessageContaining("AMOUNT_OUT_OF_RANGE");
    }
}
