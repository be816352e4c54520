package dev.spendweir.server.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A document with the place of each of its values, so that a finding's pointer can be shown as line and column. Immutable.
 */
public final class LocatedDocument {

    private static final Location START = new Location(1, 1);

    private final JsonValue value;
    private final Map<String, Location> locations;

    private LocatedDocument(JsonValue value, Map<String, Location> locations) {
        this.value = value;
        this.locations = locations;
    }

    /**
     * Reads one YAML document. Only what JSON can say: no anchors, aliases, tags or second document; {@code yes}, {@code
     * on}, {@code 0x10} and {@code 1_000} are texts; numbers keep their text.
     *
     * @throws RejectedException {@code MALFORMED_YAML}, or {@code DUPLICATE_KEY}; the detail names line and column
     */
    public static LocatedDocument readYaml(byte[] utf8) {
        YAMLFactory factory = YAMLFactory.builder()
                .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                .build();
        DocumentWalker walker = new DocumentWalker(ErrorCode.MALFORMED_YAML);
        JsonValue value = walker.walk(() -> factory.createParser(strictReader(utf8)));
        return new LocatedDocument(value, walker.locations());
    }

    /**
     * Reads one strict JSON document.
     *
     * @throws RejectedException {@code MALFORMED_JSON} or {@code DUPLICATE_KEY}; the detail names line and column
     */
    public static LocatedDocument readJson(byte[] utf8) {
        JsonValue value;
        try {
            value = JsonReader.read(utf8);
        } catch (JsonSyntaxException e) {
            throw new RejectedException(codeOf(e), String.valueOf(e.getMessage()));
        }
        DocumentWalker walker = new DocumentWalker(ErrorCode.MALFORMED_JSON);
        walker.walk(() -> new JsonFactory().createParser(strictReader(utf8)));
        return new LocatedDocument(value, walker.locations());
    }

    private static ErrorCode codeOf(JsonSyntaxException e) {
        return switch (e.kind()) {
            case DUPLICATE_KEY -> ErrorCode.DUPLICATE_KEY;
            case MALFORMED, TOO_DEEP -> ErrorCode.MALFORMED_JSON;
        };
    }

    private static Reader strictReader(byte[] utf8) throws IOException {
        return new InputStreamReader(
                new ByteArrayInputStream(utf8),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /** The document as JSON. */
    public JsonValue value() {
        return value;
    }

    /** Where the thing that the pointer names begins; for something missing, where its parent begins. */
    public Location locationOf(String pointer) {
        String at = pointer;
        while (true) {
            Location location = locations.get(at);
            if (location != null) {
                return location;
            }
            int slash = at.lastIndexOf('/');
            if (slash < 0) {
                return START;
            }
            at = at.substring(0, slash);
        }
    }
}
