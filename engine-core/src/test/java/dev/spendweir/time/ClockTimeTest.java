package dev.spendweir.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T09:30:00Z, 2026-03-02T09:30:00.000Z",
        "2026-03-02T09:30:00.1Z, 2026-03-02T09:30:00.100Z",
        "2026-03-02T09:30:00.12Z, 2026-03-02T09:30:00.120Z",
        "2026-03-02T09:30:00.123Z, 2026-03-02T09:30:00.123Z",
        "2026-03-02T09:30:59.123999999Z, 2026-03-02T09:30:59.123Z",
        "2024-02-29T23:59:59.9999Z, 2024-02-29T23:59:59.999Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00.000Z",
        "1969-12-31T23:59:59.999Z, 1969-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999Z"
    })
    void time_readAndWritten_isCutToMilliseconds(String text, String written) {
        assertThat(ClockTime.isValid(text)).isTrue();
        assertThat(ClockTime.format(ClockTime.parse(text))).isEqualTo(written);
        assertThat(ClockTime.parse(text)).isEqualTo(Instant.parse(written));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "2026-03-02",
                "2026-03-02T09:30:00",
                "2026-03-02t09:30:00Z",
                "2026-03-02T09:30:00z",
                "2026-03-02T09:30:00+00:00",
                "2026-03-02T09:30:60Z",
                "2026-03-02T24:00:00Z",
                "2026-03-02T09:60:00Z",
                "2026-03-02T09:30:00.Z",
                "2026-03-02T09:30:00.1234567890Z",
                "2026-03-02 09:30:00Z",
                "2026-02-30T09:30:00Z",
                "0000-01-01T00:00:00Z",
                "2026-03-02T09:30Z",
                "2026-03-02T09:30:00,5Z",
                "+12026-03-02T09:30:00Z",
                "2026-03-02T9:30:00Z",
                "2026-03-02T09:30:00.5xZ",
                " 2026-03-02T09:30:00Z",
                "2026-03-02T09-30:00Z",
                "2026-03-02T09:30:00.12"
            })
    void anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> ClockTime.parse(text))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CLOCK_TIME));
    }

    @Test
    void instant_outsideTheYears_isRefused() {
        assertThatThrownBy(() -> ClockTime.toMillis(Instant.MAX)).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> ClockTime.toMillis(Instant.parse("0000-12-31T23:59:59.999Z")))
                .isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> ClockTime.format(Instant.parse("+10000-01-01T00:00:00Z")))
                .isInstanceOf(RejectedException.class);
    }

    @Test
    void instant_withFinerFraction_isCutTowardsThePast() {
        Instant beforeEpoch = Instant.parse("1969-12-31T23:59:59.999999Z");
        assertThat(ClockTime.toMillis(beforeEpoch)).isEqualTo(-1);
        assertThat(ClockTime.dayOf(-1)).isEqualTo(-1);
    }
}
