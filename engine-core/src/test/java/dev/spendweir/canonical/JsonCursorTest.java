package dev.spendweir.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {

    private static JsonCursor cursor(String text) {
        return JsonCursor.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void object_walked_givesEachMember() {
        JsonCursor cursor =
                cursor("{\"a\":{\"x\":[1,{}]},\"skip\":[[{\"y\":\"}\"}]],\"list\":[1.50,true,null,\"s\"]} ");
        assertThat(cursor.kind()).isEqualTo(JsonCursor.Kind.OBJECT);
        cursor.enterObject();
        assertThat(cursor.nextName()).isEqualTo("a");
        assertThat(cursor.value()).isEqualTo(JsonReader.read("{\"x\":[1,{}]}"));
        assertThat(cursor.nextName()).isEqualTo("skip");
        cursor.skip();
        assertThat(cursor.nextName()).isEqualTo("list");
        cursor.enterArray();
        List<JsonCursor.Kind> kinds = new ArrayList<>();
        while (cursor.nextElement()) {
            kinds.add(cursor.kind());
            cursor.skip();
        }
        assertThat(kinds)
                .containsExactly(
                        JsonCursor.Kind.NUMBER, JsonCursor.Kind.BOOLEAN, JsonCursor.Kind.NULL, JsonCursor.Kind.STRING);
        assertThat(cursor.nextName()).isNull();
        cursor.end();
    }

    @Test
    void numbers_taken_keepTheirText() {
        JsonCursor cursor = cursor("[1.50]");
        cursor.enterArray();
        cursor.nextElement();
        assertThat(cursor.value()).isEqualTo(new JsonNumber("1.50"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  ", "{\"a\":1} x", "{\"a\":1}{}", "{\"a\":[1,}", "{\"a\":1", "{\"a\" 1}", "{\"a\":[[1]"})
    void brokenText_walked_throwsWithKindMalformed(String text) {
        assertThatThrownBy(() -> walk(text))
                .isInstanceOfSatisfying(
                        JsonSyntaxException.class,
                        e -> assertThat(e.kind()).isEqualTo(JsonSyntaxException.Kind.MALFORMED));
    }

    @Test
    void sameNameTwice_walked_throwsWithItsPlace() {
        assertThatThrownBy(() -> walk("{\"a\":1,\n \"\\u0061\":2}"))
                .isInstanceOfSatisfying(JsonSyntaxException.class, e -> {
                    assertThat(e.kind()).isEqualTo(JsonSyntaxException.Kind.DUPLICATE_KEY);
                    assertThat(e.line()).isEqualTo(2);
                });
    }

    @Test
    void tooDeepValue_skippedOrEntered_throws() {
        String deep = "[".repeat(JsonReader.MAX_DEPTH) + "]".repeat(JsonReader.MAX_DEPTH);
        cursor(deep).skip();
        assertThatThrownBy(() -> walk("{\"a\":" + deep + "}"))
                .isInstanceOfSatisfying(
                        JsonSyntaxException.class,
                        e -> assertThat(e.kind()).isEqualTo(JsonSyntaxException.Kind.TOO_DEEP));
    }

    @Test
    void invalidUtf8_walked_isMalformed() {
        byte[] bytes = {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'};
        assertThatThrownBy(() -> {
                    JsonCursor cursor = JsonCursor.of(bytes);
                    cursor.enterObject();
                    cursor.nextName();
                })
                .isInstanceOf(JsonSyntaxException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void wrongContainer_entered_isAMistakeOfTheCaller() {
        assertThatThrownBy(() -> cursor("[]").enterObject()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void text_written_keepsOrderAndNumberTexts() {
        String text = "{\"b\":[1.50,-0,1E5,\"\\u00e9\"],\"a\":{\"z\":null,\"y\":true}}";
        assertThat(new String(JsonText.bytes(JsonReader.read(text)), StandardCharsets.UTF_8))
                .isEqualTo("{\"b\":[1.50,-0,1E5,\"é\"],\"a\":{\"z\":null,\"y\":true}}");
    }

    private static void walk(String text) {
        JsonCursor cursor = cursor(text);
        cursor.enterObject();
        while (cursor.nextName() != null) {
            cursor.skip();
        }
        cursor.end();
    }
}
