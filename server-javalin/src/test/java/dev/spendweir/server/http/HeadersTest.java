package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.rejection.RejectedException;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void traceIds_traceparent_goesOnWithANewSpan() {
        TraceIds ids = TraceIds.of("req-1", "00-" + TRACE + "-00f067aa0ba902b7-01", null);
        assertThat(ids.requestId()).isEqualTo("req-1");
        assertThat(ids.traceId()).isEqualTo(TRACE);
        assertThat(ids.traceparent())
                .matches("00-" + TRACE + "-[0-9a-f]{16}-01")
                .doesNotContain("00f067aa0ba902b7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"
            })
    void traceIds_malformedTraceparent_startsANewTrace(String traceparent) {
        TraceIds ids = TraceIds.of(null, traceparent, null);
        assertThat(ids.traceId()).matches("[0-9a-f]{32}").isNotEqualTo(TRACE);
        assertThat(ids.flags()).isEqualTo("00");
    }

    @Test
    void traceIds_laterVersion_mayHaveMore() {
        assertThat(TraceIds.of(null, "01-" + TRACE + "-00f067aa0ba902b7-01-more", null)
                        .traceId())
                .isEqualTo(TRACE);
    }

    @Test
    void traceIds_ownHeader_isTakenWithoutTraceparent() {
        assertThat(TraceIds.of(null, null, TRACE).traceId()).isEqualTo(TRACE);
        assertThat(TraceIds.of(null, null, "not hex").traceId()).matches("[0-9a-f]{32}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "has blank", "caf\u00e9", "line\nbreak"})
    void traceIds_unfitRequestId_isReplaced(String requestId) {
        assertThat(TraceIds.of(requestId, null, null).requestId()).matches("[0-9a-f]{32}");
        assertThat(TraceIds.of("x".repeat(129), null, null).requestId()).hasSize(32);
        assertThat(TraceIds.of("x".repeat(128), null, null).requestId()).hasSize(128);
    }

    @Test
    void ifMatch_tagAndStar_areRead() {
        assertThat(IfMatch.parse("\"12\"").version()).isEqualTo(OptionalLong.of(12));
        assertThat(IfMatch.parse(" * ").version()).isEqualTo(OptionalLong.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "12 | INVALID_PARAMETER",
                "\"1\", \"2\" | INVALID_PARAMETER",
                "\"1 | INVALID_PARAMETER",
                "W/\"1\" | STALE_VERSION",
                "\"one\" | STALE_VERSION",
                "\"01\" | STALE_VERSION",
                "\"99999999999999999999\" | STALE_VERSION"
            })
    void ifMatch_otherTags_areRefused(String header, String code) {
        assertThatThrownBy(() -> IfMatch.parse(header))
                .isInstanceOf(RejectedException.class)
                .hasMessageStartingWith(code);
    }

    @Test
    void ifMatch_absent_isRequired() {
        assertThatThrownBy(() -> IfMatch.parse(null)).hasMessageStartingWith("PRECONDITION_REQUIRED");
    }

    @Test
    void callerTimeout_lessAFifth_butNeverMoreThanTheServers() {
        Duration five = Duration.ofSeconds(5);
        assertThat(CallerTimeout.lessAFifth("1000", five)).hasMillis(800);
        assertThat(CallerTimeout.lessAFifth("6250", five)).isEqualTo(five);
        assertThat(CallerTimeout.lessAFifth("999999", five)).isEqualTo(five);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "9", "-1", "1s", "1.5", "1000000", "0100"})
    void callerTimeout_otherTexts_areRefused(String header) {
        assertThatThrownBy(() -> CallerTimeout.lessAFifth(header, Duration.ofSeconds(5)))
                .isInstanceOf(RejectedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "1.99.3"})
    void contractVersion_supportedMajor_passes(String version) {
        ContractVersion.check(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0.0", "0.9.0", "1", "1.0", "v1.0.0", "1.0.0-rc1", ""})
    void contractVersion_other_isRefused(String version) {
        assertThatThrownBy(() -> ContractVersion.check(version)).hasMessageStartingWith("CONTRACT_VERSION_UNSUPPORTED");
    }

    @Test
    void wellFormed_loneSurrogates_areReplacedAndPairsKept() {
        assertThat(WellFormed.text("a\ud800b\udc00\ud83d\ude00", 100)).isEqualTo("a\ufffdb\ufffd\ud83d\ude00");
        assertThat(WellFormed.text("ab\ud83d\ude00", 3)).isEqualTo("ab\ufffd");
    }
}
