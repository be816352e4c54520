package dev.spendweir.server.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Turns a parser's tokens into a value and remembers where each value began; not thread-safe, used once. */
final class DocumentWalker {

    /** Containers inside each other; a document that people write has a handful, and each costs a stack frame. */
    private static final int DEEPEST = 200;

    /** YAML knows more spellings of numbers than JSON; the others stay texts, so that no reader has to guess. */
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    /** Opens the parser; reading its first bytes may fail already. */
    interface Source {
        JsonParser open() throws IOException;
    }

    private final ErrorCode malformed;
    private final Map<String, Location> locations = new HashMap<>();

    DocumentWalker(ErrorCode malformed) {
        this.malformed = malformed;
    }

    Map<String, Location> locations() {
        return Map.copyOf(locations);
    }

    JsonValue walk(Source source) {
        try (JsonParser parser = source.open()) {
            if (parser.nextToken() == null) {
                throw rejected(parser, "the document is empty");
            }
            JsonValue value = value(parser, "", 0);
            if (parser.nextToken() != null) {
                throw rejected(parser, "there is text after the document");
            }
            return value;
        } catch (CharacterCodingException e) {
            throw new RejectedException(malformed, "the document is not valid UTF-8");
        } catch (JsonProcessingException e) {
            // The parser's own message quotes the document, which may hold secrets.
            throw new RejectedException(malformed, "the document cannot be parsed" + at(e.getLocation()));
        } catch (IOException e) {
            throw new RejectedException(malformed, "the document cannot be parsed");
        }
    }

    private JsonValue value(JsonParser parser, String pointer, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw rejected(parser, "more than " + DEEPEST + " mappings and lists are inside each other");
        }
        remember(parser, pointer);
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser, pointer, depth + 1);
            case START_ARRAY -> array(parser, pointer, depth + 1);
            case VALUE_STRING -> text(parser);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw rejected(parser, "a value is expected");
        };
    }

    private JsonValue text(JsonParser parser) throws IOException {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw rejected(parser, "aliases are not taken; write the value out");
        }
        return new JsonString(parser.getText());
    }

    private static JsonValue number(JsonParser parser) throws IOException {
        String text = parser.getText();
        return JSON_NUMBER.matcher(text).matches() ? new JsonNumber(text) : new JsonString(text);
    }

    private JsonObject object(JsonParser parser, String pointer, int depth) throws IOException {
        JsonObject.Builder builder = JsonObject.builder();
        Map<String, Boolean> seen = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (seen.put(name, Boolean.TRUE) != null) {
                throw new RejectedException(
                        ErrorCode.DUPLICATE_KEY,
                        "a mapping has the same key twice" + at(parser.currentTokenLocation()));
            }
            String member = JsonPointer.member(pointer, name);
            remember(parser, member);
            parser.nextToken();
            builder.put(name, value(parser, member, depth));
        }
        return builder.build();
    }

    private JsonArray array(JsonParser parser, String pointer, int depth) throws IOException {
        List<JsonValue> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser, JsonPointer.element(pointer, elements.size()), depth));
        }
        return new JsonArray(elements);
    }

    /** The first place wins: for a member that is its name, which is where people look. */
    private void remember(JsonParser parser, String pointer) {
        JsonLocation location = parser.currentTokenLocation();
        locations.putIfAbsent(pointer, new Location(location.getLineNr(), location.getColumnNr()));
    }

    private RejectedException rejected(JsonParser parser, String what) {
        return new RejectedException(malformed, what + at(parser.currentTokenLocation()));
    }

    private static String at(JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
