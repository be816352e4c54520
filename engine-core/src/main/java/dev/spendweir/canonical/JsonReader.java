package dev.spendweir.canonical;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one strict JSON value: RFC 8259 grammar, UTF-8 without byte order mark, unique names, nothing after the value,
 * a bounded depth; number texts are kept (spec 10 A1, A9, A12). Lone surrogates written as escapes are let through; the
 * rules of a field or of canonical form refuse them.
 *
 * <p>How long a text may be is the caller's limit. Thread-safe.
 */
public final class JsonReader {

    /** Containers inside each other, the outermost counted (spec 10 A9): deep enough for any honest document. */
    public static final int MAX_DEPTH = 1000;

    /** Up to here a text is read as a whole. */
    private static final int SMALL = 64 * 1024;

    private static final JsonFactory FACTORY = factory();

    private JsonReader() {}

    /** A factory whose own limits never bite before ours; symbol tables are off, so that no input can poison a shared one. */
    static JsonFactory factory() {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH + 1)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    /**
     * Reads a text.
     *
     * @throws JsonSyntaxException when it is not one strict JSON value
     */
    public static JsonValue read(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return readOnly(parser);
        } catch (JsonProcessingException e) {
            String rawSurrogates = LoneSurrogates.unescape(text);
            // It changes at most once, so this recursion ends.
            if (rawSurrogates.equals(text)) {
                throw syntaxError(e);
            }
            return read(rawSurrogates);
        } catch (IOException e) {
            throw new UncheckedIOException("reading a string cannot fail", e);
        }
    }

    /**
     * Reads UTF-8 bytes.
     *
     * @throws JsonSyntaxException when they are not UTF-8 or not one strict JSON value
     */
    public static JsonValue read(byte[] utf8) {
        // A reader of streams has a buffer of 8 KB, many times as much as most documents.
        if (utf8.length <= SMALL && CanonicalScan.isAscii(utf8)) {
            return read(new String(utf8, StandardCharsets.ISO_8859_1));
        }
        // A strict decoder of our own: the parser's takes overlong forms, and guesses UTF-16 from the first bytes.
        try (JsonParser parser =
                FACTORY.createParser(new InputStreamReader(new ByteArrayInputStream(utf8), strictDecoder()))) {
            return readOnly(parser);
        } catch (JsonProcessingException e) {
            return read(decode(utf8));
        } catch (CharacterCodingException e) {
            throw notUtf8();
        } catch (IOException e) {
            throw new UncheckedIOException("reading bytes in memory cannot fail", e);
        }
    }

    private static CharsetDecoder strictDecoder() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private static String decode(byte[] utf8) {
        try {
            return strictDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw notUtf8();
        }
    }

    private static JsonSyntaxException notUtf8() {
        return new JsonSyntaxException(JsonSyntaxException.Kind.MALFORMED, "the text is not valid UTF-8", 0, 0);
    }

    private static JsonValue readOnly(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw malformed(parser, "the text is empty; a JSON value is expected");
        }
        JsonValue value = value(parser, 0);
        if (parser.nextToken() != null) {
            throw malformed(parser, "there is text after the JSON value");
        }
        return value;
    }

    /** The value that begins at the parser's current token. */
    static JsonValue value(JsonParser parser, int depth) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser, depth + 1);
            case START_ARRAY -> array(parser, depth + 1);
            case VALUE_STRING -> new JsonString(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getText());
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw malformed(parser, "a JSON value is expected");
        };
    }

    private static JsonObject object(JsonParser parser, int depth) throws IOException {
        checkDepth(parser, depth);
        JsonObject.Builder builder = JsonObject.builder();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonLocation at = parser.currentTokenLocation();
            parser.nextToken();
            if (!builder.putIfNew(name, value(parser, depth))) {
                throw duplicate(at);
            }
        }
        return builder.build();
    }

    private static JsonArray array(JsonParser parser, int depth) throws IOException {
        checkDepth(parser, depth);
        List<JsonValue> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser, depth));
        }
        return elements.isEmpty() ? JsonArray.EMPTY : new JsonArray(elements);
    }

    private static void checkDepth(JsonParser parser, int depth) {
        if (depth > MAX_DEPTH) {
            throw tooDeep(parser);
        }
    }

    static JsonSyntaxException duplicate(JsonLocation at) {
        return new JsonSyntaxException(
                JsonSyntaxException.Kind.DUPLICATE_KEY,
                "an object has the same name twice",
                at.getLineNr(),
                at.getColumnNr());
    }

    static JsonSyntaxException tooDeep(JsonParser parser) {
        JsonLocation at = parser.currentTokenLocation();
        return new JsonSyntaxException(
                JsonSyntaxException.Kind.TOO_DEEP,
                "more than " + MAX_DEPTH + " objects and arrays are inside each other",
                at.getLineNr(),
                at.getColumnNr());
    }

    private static JsonSyntaxException malformed(JsonParser parser, String message) {
        JsonLocation at = parser.currentTokenLocation();
        return new JsonSyntaxException(JsonSyntaxException.Kind.MALFORMED, message, at.getLineNr(), at.getColumnNr());
    }

    static JsonSyntaxException syntaxError(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        long line = at == null ? 0 : at.getLineNr();
        long column = at == null ? 0 : at.getColumnNr();
        return new JsonSyntaxException(JsonSyntaxException.Kind.MALFORMED, safeMessage(e), line, column);
    }

    /** The parser's own words quote the text only in part; keep those that name a single character or the end. */
    private static String safeMessage(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        int end = message.indexOf("): ");
        if (message.startsWith("Unexpected character (") && end > 0) {
            return "not valid JSON: unexpected character " + message.substring("Unexpected character (".length(), end);
        }
        if (message.startsWith("Unexpected end-of-input")) {
            return "not valid JSON: the text ends too early";
        }
        return "not valid JSON";
    }
}
