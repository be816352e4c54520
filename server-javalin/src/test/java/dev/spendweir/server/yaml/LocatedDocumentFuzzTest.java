package dev.spendweir.server.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonText;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.Optional;
import java.util.function.Function;

/** Any bytes as a YAML or JSON document: refused with a code, or a value that JSON can say and whose places are known. */
class LocatedDocumentFuzzTest {

    @FuzzTest
    void anyBytes_areADocumentThatJsonCanSayOrRefused(byte[] input) {
        read(LocatedDocument::readYaml, input, ErrorCode.MALFORMED_YAML).ifPresent(LocatedDocumentFuzzTest::check);
        read(LocatedDocument::readJson, input, ErrorCode.MALFORMED_JSON).ifPresent(document -> {
            check(document);
            assertThat(document.value()).isEqualTo(JsonReader.read(input));
        });
    }

    private static Optional<LocatedDocument> read(
            Function<byte[], LocatedDocument> reader, byte[] input, ErrorCode malformed) {
        try {
            return Optional.of(reader.apply(input));
        } catch (RejectedException e) {
            assertThat(e.code()).isIn(malformed, ErrorCode.DUPLICATE_KEY);
            return Optional.empty();
        }
    }

    private static void check(LocatedDocument document) {
        assertThat(document.locationOf("").line()).isPositive();
        JsonValue value = document.value();
        try {
            assertThat(JsonReader.read(JsonText.bytes(value))).isEqualTo(value);
        } catch (RejectedException e) {
            // A lone surrogate, written as an escape.
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JSON);
        }
    }
}
