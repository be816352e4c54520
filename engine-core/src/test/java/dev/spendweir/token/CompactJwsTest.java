package dev.spendweir.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactJwsTest {
    private static final String HEADER = part("{\"alg\":\"none\"}");
    private static final String PAYLOAD = part("{\"sub\":\"ann\"}");
    private static final String WHOLE = HEADER + "." + PAYLOAD + ".AQI";

    private static String part(String json) {
        return Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void text_isTakenApart_andNothingIsJudged() {
        CompactJws jws = CompactJws.parse(WHOLE, WHOLE.length()).orElseThrow();
        assertThat(jws.header()).isEqualTo(JsonReader.read("{\"alg\":\"none\"}"));
        assertThat(jws.payload()).isEqualTo(JsonReader.read("{\"sub\":\"ann\"}"));
        assertThat(jws.signature()).containsExactly(1, 2);
        assertThat(new String(jws.signedBytes(), StandardCharsets.US_ASCII)).isEqualTo(HEADER + "." + PAYLOAD);
        assertThat(CompactJws.parse(HEADER + "." + PAYLOAD + ".", 1000)
                        .orElseThrow()
                        .signature())
                .isEmpty();
    }

    @Test
    void textThatIsTooLong_isNotLookedAt() {
        assertThat(CompactJws.parse(WHOLE, WHOLE.length() - 1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                "%1$s.%2$s",
                "%1$s.%2$s.AQI.",
                "%1$s..AQI",
                ".%2$s.AQI",
                "%1$s=.%2$s.AQI",
                "%1$s.%2$s.AQI=",
                "%1$s.%2$s.AQJ",
                "%1$s.%2$s.A",
                "%1$s.%2$s.+/8",
                "%1$s.%2$s. AQI",
                "W10.%2$s.AQI",
                "%1$s.bnVsbA.AQI",
                "eyJhIjoxLCJhIjoxfQ.%2$s.AQI"
            })
    void textOfAnotherForm_isRefused(String form) {
        assertThat(CompactJws.parse(String.format(form, HEADER, PAYLOAD), 1000)).isEmpty();
    }
}
