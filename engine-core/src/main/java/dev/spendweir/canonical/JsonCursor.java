package dev.spendweir.canonical;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a large JSON text without holding it as a tree: members and elements come one at a time, each is taken
 * as a {@link JsonValue}, entered, or skipped. As strict as {@link JsonReader}, except that names inside of skipped
 * values are not compared with each other.
 *
 * <p>The cursor always stands before a value, or inside of an entered container before its next name or element. Every
 * method throws {@link JsonSyntaxException} when the text breaks the grammar there. Not thread-safe.
 */
public final class JsonCursor {

    /** What kind of value the cursor stands before. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    private static final JsonFactory FACTORY = JsonReader.factory();

    private final JsonParser parser;
    private final Deque<Set<String>> names = new ArrayDeque<>();

    private JsonCursor(JsonParser parser) {
        this.parser = parser;
    }

    /** A cursor before the one value of a UTF-8 text. */
    public static JsonCursor of(byte[] utf8) {
        return of(utf8, 0);
    }

    /** A cursor before the one value of the UTF-8 text that begins at an offset of the bytes. */
    public static JsonCursor of(byte[] utf8, int offset) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var text = new InputStreamReader(new ByteArrayInputStream(utf8, offset, utf8.length - offset), decoder);
        return guarded(() -> {
            JsonCursor cursor = new JsonCursor(FACTORY.createParser(text));
            if (cursor.parser.nextToken() == null) {
                throw cursor.fault("the text is empty; a JSON value is expected");
            }
            return cursor;
        });
    }

    /** The kind of the value that the cursor stands before. */
    public Kind kind() {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> Kind.OBJECT;
            case START_ARRAY -> Kind.ARRAY;
            case VALUE_STRING -> Kind.STRING;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Kind.NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
            case VALUE_NULL -> Kind.NULL;
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw fault("a JSON value is expected");
        };
    }

    /** Enters the object that the cursor stands before; {@link #nextName} follows. */
    public void enterObject() {
        require(JsonToken.START_OBJECT);
        enter(new HashSet<>());
    }

    /** Enters the array that the cursor stands before; {@link #nextElement} follows. */
    public void enterArray() {
        require(JsonToken.START_ARRAY);
        enter(Set.of());
    }

    private void enter(Set<String> seen) {
        names.push(seen);
        if (names.size() > JsonReader.MAX_DEPTH) {
            throw JsonReader.tooDeep(parser);
        }
    }

    /**
     * The name of the next member of the entered object, the cursor then standing before its value; or null when the
     * object has ended, the cursor then standing behind it.
     */
    public @Nullable String nextName() {
        return guarded(this::name).orElse(null);
    }

    private Optional<String> name() throws IOException {
        if (parser.nextToken() == JsonToken.END_OBJECT) {
            names.pop();
            return Optional.empty();
        }
        String name = parser.currentName();
        if (!names.element().add(name)) {
            throw JsonReader.duplicate(parser.currentTokenLocation());
        }
        parser.nextToken();
        return Optional.of(name);
    }

    /** Whether the entered array has a further element, the cursor then standing before it; else it stands behind it. */
    public boolean nextElement() {
        return guarded(() -> {
            if (parser.nextToken() == JsonToken.END_ARRAY) {
                names.pop();
                return false;
            }
            return true;
        });
    }

    /** Takes the value that the cursor stands before. */
    public JsonValue value() {
        return guarded(() -> JsonReader.value(parser, names.size()));
    }

    /** Passes over the value that the cursor stands before, without building it. */
    public void skip() {
        guarded(() -> {
            int depth = names.size();
            JsonToken token = parser.currentToken();
            int open = 0;
            do {
                open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth + open > JsonReader.MAX_DEPTH) {
                    throw JsonReader.tooDeep(parser);
                }
                if (open > 0) {
                    token = parser.nextToken();
                }
            } while (open > 0);
            return true;
        });
    }

    /** Checks that nothing but white space follows the one value, which has been taken, left or skipped. */
    public void end() {
        guarded(() -> {
            if (parser.nextToken() != null) {
                throw fault("there is text after the JSON value");
            }
            return true;
        });
    }

    private void require(JsonToken expected) {
        if (parser.currentToken() != expected) {
            throw new IllegalStateException("the cursor does not stand before " + expected);
        }
    }

    private JsonSyntaxException fault(String message) {
        JsonLocation at = parser.currentTokenLocation();
        return new JsonSyntaxException(JsonSyntaxException.Kind.MALFORMED, message, at.getLineNr(), at.getColumnNr());
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    private static <T> T guarded(Step<T> step) {
        try {
            return step.run();
        } catch (JsonProcessingException e) {
            throw JsonReader.syntaxError(e);
        } catch (CharacterCodingException e) {
            throw new JsonSyntaxException(JsonSyntaxException.Kind.MALFORMED, "the text is not valid UTF-8", 0, 0);
        } catch (IOException e) {
            throw new UncheckedIOException("reading bytes in memory cannot fail", e);
        }
    }
}
