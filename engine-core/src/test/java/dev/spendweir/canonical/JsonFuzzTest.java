package dev.spendweir.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.testing.Untrusted;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Any bytes as JSON: refused in one way, or a value that survives being written and read. */
class JsonFuzzTest {

    @FuzzTest
    void anyBytes_areAValueThatSurvivesWritingOrRefused(byte[] input) {
        Optional<JsonValue> value = Untrusted.json(input);
        value.ifPresent(JsonFuzzTest::checkWriting);
        value.ifPresent(read -> assertThat(JsonReader.read(new String(input, StandardCharsets.UTF_8)))
                .isEqualTo(read));
        checkCursor(input, value);
    }

    private static void checkWriting(JsonValue value) {
        Untrusted.read(() -> JsonText.bytes(value), ErrorCode.INVALID_JSON)
                .ifPresent(text -> assertThat(JsonReader.read(text)).isEqualTo(value));
        Untrusted.read(() -> CanonicalJson.bytes(value), ErrorCode.INVALID_JSON).ifPresent(canonical -> {
            assertThat(CanonicalJson.bytes(JsonReader.read(canonical))).isEqualTo(canonical);
            assertThat(CanonicalJson.text(value)).isEqualTo(new String(canonical, StandardCharsets.UTF_8));
            assertThat(CanonicalJson.sha256(value)).isEqualTo(Sha256Hex.of(canonical));
        });
    }

    /** What the cursor takes the reader takes; it takes less, as escapes of lone surrogates in names are not its matter. */
    private static void checkCursor(byte[] input, Optional<JsonValue> value) {
        try {
            JsonCursor taking = JsonCursor.of(input);
            JsonValue taken = taking.value();
            taking.end();
            assertThat(value).contains(taken);
            JsonCursor skipping = JsonCursor.of(input);
            skipping.skip();
            skipping.end();
        } catch (JsonSyntaxException e) {
            assertThat(value.isEmpty() || hasEscapedSurrogate(input)).isTrue();
        }
    }

    private static boolean hasEscapedSurrogate(byte[] input) {
        return new String(input, StandardCharsets.UTF_8).matches("(?s).*\\\\u[dD][89a-fA-F].*");
    }
}
