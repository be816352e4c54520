package dev.spendweir.server.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.rejection.RejectedException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocatedDocumentTest {

    @Test
    void readYaml_scalars_keepTheirTextAndKind() {
        LocatedDocument document = yaml(
                "a: 1.10\nb: '1.10'\nc: yes\nd: true\ne: null\nf: 0x10\ng: 1_000\nh: 2026-01-01\ni: .5\nj: ~\nk: 007\n");
        assertThat(CanonicalJson.text(document.value()))
                .isEqualTo(
                        "{\"a\":1.1,\"b\":\"1.10\",\"c\":\"yes\",\"d\":true,\"e\":null,\"f\":\"0x10\",\"g\":\"1_000\","
                                + "\"h\":\"2026-01-01\",\"i\":\".5\",\"j\":null,\"k\":\"007\"}");
    }

    @Test
    void locationOf_pointer_isWhereTheMemberStands() {
        LocatedDocument document = yaml("a:\n  b:\n    - x\n    - y: 1\n");
        assertThat(document.locationOf("/a/b")).isEqualTo(new Location(2, 3));
        assertThat(document.locationOf("/a/b/1/y")).isEqualTo(new Location(4, 7));
        assertThat(document.locationOf("/a/missing")).isEqualTo(new Location(1, 1));
        assertThat(document.locationOf("/a/b/1/missing").line()).isEqualTo(4);
    }

    @Test
    void readJson_locations_countLinesAndColumns() {
        LocatedDocument document = LocatedDocument.readJson(bytes("{\n  \"a\": {\n    \"b~/c\": 1}}"));
        assertThat(document.locationOf("/a/b~0~1c")).isEqualTo(new Location(3, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a: *x", "a: [", "--- 1\n--- 2\n", "a:\n\t- b"})
    void readYaml_whatJsonCannotSay_isRefusedWithPlace(String text) {
        assertThatThrownBy(() -> yaml(text))
                .isInstanceOf(RejectedException.class)
                .hasMessageStartingWith("MALFORMED_YAML");
    }

    @Test
    void readYaml_secretInBadText_isNotQuoted() {
        assertThatThrownBy(() -> yaml("password: \"hush\n")).hasMessageNotContaining("hush");
    }

    @Test
    void readYaml_sameKeyTwice_isRefused() {
        assertThatThrownBy(() -> yaml("a: 1\nb: 2\na: 3\n"))
                .hasMessageStartingWith("DUPLICATE_KEY")
                .hasMessageContaining("line 3");
    }

    @Test
    void readYaml_deepNesting_isRefusedBeforeTheStackEnds() {
        assertThatThrownBy(() -> yaml("[".repeat(100_000))).isInstanceOf(RejectedException.class);
    }

    @Test
    void readYaml_manyAliases_cannotExplode() {
        assertThatThrownBy(() -> yaml("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n"))
                .isInstanceOf(RejectedException.class);
    }

    @Test
    void readYaml_invalidUtf8_isRefused() {
        assertThatThrownBy(() -> LocatedDocument.readYaml(new byte[] {'a', ':', ' ', (byte) 0xC3, '('}))
                .isInstanceOf(RejectedException.class);
    }

    private static LocatedDocument yaml(String text) {
        return LocatedDocument.readYaml(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
