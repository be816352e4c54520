package dev.spendweir.time;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.testing.Untrusted;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Any text as a clock time: refused, or the moment that java.time reads, cut to milliseconds. */
class ClockTimeFuzzTest {

    @FuzzTest
    void anyText_isAMomentOrRefused(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Untrusted.read(() -> ClockTime.parse(text), ErrorCode.INVALID_CLOCK_TIME)
                .ifPresent(moment -> {
                    assertThat(moment.toEpochMilli())
                            .isEqualTo(Instant.parse(text).toEpochMilli());
                    assertThat(ClockTime.parse(ClockTime.format(moment)).toEpochMilli())
                            .isEqualTo(moment.toEpochMilli());
                });
        assertThat(ClockTime.isValid(text))
                .isEqualTo(Untrusted.read(() -> ClockTime.parse(text), ErrorCode.INVALID_CLOCK_TIME)
                        .isPresent());
    }
}
