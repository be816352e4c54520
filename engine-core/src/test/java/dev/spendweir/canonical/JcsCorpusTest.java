package dev.spendweir.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole of the public RFC 8785 test data, read from the folder that {@code -Dspendweir.corpus} names. */
@Tag("corpus")
class JcsCorpusTest {

    private static final Path JCS = Path.of(System.getProperty("spendweir.corpus", "spendweir.corpus-is-not-set"))
            .resolve("jcs");

    @Test
    void everyInputGivesItsOutput() throws IOException {
        List<Path> inputs;
        try (Stream<Path> files = Files.list(JCS.resolve("input"))) {
            inputs = files.sorted().toList();
        }
        assertThat(inputs).hasSizeGreaterThanOrEqualTo(6);
        SoftAssertions softly = new SoftAssertions();
        for (Path input : inputs) {
            byte[] canonical = CanonicalJson.bytes(JsonReader.read(Files.readAllBytes(input)));
            String name = input.getFileName().toString();
            softly.assertThat(new String(canonical, StandardCharsets.UTF_8))
                    .as(name)
                    .isEqualTo(Files.readString(JCS.resolve("output").resolve(name))
                            .strip());
            String hex = Files.readString(JCS.resolve("outhex").resolve(name.replace(".json", ".txt")));
            softly.assertThat(canonical).as(name).isEqualTo(HexFormat.of().parseHex(hex.replaceAll("\\s+", "")));
            softly.assertThat(CanonicalJson.bytes(JsonReader.read(canonical)))
                    .as(name)
                    .isEqualTo(canonical);
        }
        softly.assertAll();
    }

    @Test
    void everyNumberOfAppendixBIsWrittenAsThere() throws IOException {
        JsonArray samples = (JsonArray) JsonReader.read(Files.readAllBytes(JCS.resolve("rfc8785-appendix-b.json")));
        assertThat(samples.size()).isGreaterThan(20);
        SoftAssertions softly = new SoftAssertions();
        for (JsonValue sample : samples.elements()) {
            JsonObject object = (JsonObject) sample;
            String bits = ((JsonString) object.get("ieee754Hex")).value();
            double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
            boolean isError = object.get("error") == JsonBoolean.TRUE;
            // JSON has no text for what is not finite, so only the finite ones can be written down at all.
            assertThat(Double.isFinite(value)).as(bits).isEqualTo(!isError);
            if (!isError) {
                String text = value == 0 ? Double.toString(value) : new BigDecimal(value).toString();
                softly.assertThat(CanonicalJson.text(new JsonNumber(text)))
                        .as(bits)
                        .isEqualTo(((JsonString) object.get("expected")).value());
            }
        }
        softly.assertAll();
    }
}
