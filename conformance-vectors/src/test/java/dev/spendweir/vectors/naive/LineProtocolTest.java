package dev.spendweir.vectors.naive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.engine.GateEngine;
import dev.spendweir.vectors.EngineOps;
import dev.spendweir.vectors.author.Ask;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine and the naive implementation speak the protocol alike, to the byte where a line has no result. */
class LineProtocolTest {
    private static final String MALFORMED = "{\"id\":null,\"error\":{\"code\":\"MALFORMED_REQUEST\"}}";
    private static final EngineOps ENGINE = new EngineOps(GateEngine.create());

    private static List<String> answers(byte[] input) throws IOException {
        ByteArrayOutputStream naive = new ByteArrayOutputStream();
        LineProtocol.serve(new ByteArrayInputStream(input), naive);
        ByteArrayOutputStream engine = new ByteArrayOutputStream();
        new dev.spendweir.vectors.LineProtocol(ENGINE, new ByteArrayInputStream(input), engine).serve();
        assertThat(engine.toString(StandardCharsets.UTF_8)).isEqualTo(naive.toString(StandardCharsets.UTF_8));
        return engine.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static List<String> answers(String input) throws IOException {
        return answers(input.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void line_withAGoodCase_isAnsweredWithItsResult() throws IOException {
        assertThat(answers("{\"id\":7,\"op\":\"amount.parse\",\"input\":{\"value\":12.50}}\n"))
                .containsExactly("{\"id\":7,\"result\":{\"amount\":\"12.5\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "\"x\"", "null", "true", "[1,{}]", "{\"a\":1e5}", "\"\\ud800\""})
    void id_ofAnyKind_isEchoed(String id) throws IOException {
        assertThat(answers("{\"op\":\"nope\",\"id\":" + id + "}"))
                .containsExactly("{\"id\":" + id + ",\"error\":{\"code\":\"OP_UNSUPPORTED\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "1",
                "[]",
                "null",
                "{\"id\":1,\"id\":1,\"op\":\"a\"}",
                "{\"id\":1,\"op\":\"a\",\"input\":{\"x\":1,\"x\":1}}",
                "{} {}",
                "\ufeff{\"op\":\"a\"}",
                "\f"
            })
    void line_thatIsNoObject_isMalformedWithoutAnId(String line) throws IOException {
        assertThat(answers(line)).containsExactly(MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":3}",
                "{\"id\":3,\"op\":null}",
                "{\"id\":3,\"op\":7}",
                "{\"id\":3,\"op\":\"amount.parse\",\"input\":[]}",
                "{\"id\":3,\"op\":\"amount.parse\",\"input\":null}"
            })
    void line_withoutAnOpOrWithAnInputThatIsNoObject_isMalformedWithItsId(String line) throws IOException {
        assertThat(answers(line)).containsExactly("{\"id\":3,\"error\":{\"code\":\"MALFORMED_REQUEST\"}}");
    }

    @Test
    void line_withoutIdAndInput_hasANullIdAndAnEmptyInput() throws IOException {
        assertThat(answers("{\"op\":\"amount.parse\"}"))
                .containsExactly("{\"id\":null,\"error\":{\"code\":\"INVALID_AMOUNT\"}}");
    }

    @Test
    void loneSurrogate_inAPointerOrAResult_travelsAsAnEscape() throws IOException {
        assertThat(answers("{\"op\":\"json.canonicalize\",\"id\":{\"\\udfff\":1}}"))
                .containsExactly("{\"id\":{\"\\udfff\":1},\"error\":{\"code\":\"INVALID_JSON\"}}");
        assertThat(answers("{\"id\":1,\"op\":\"reservation.apply\",\"input\":{\"ttl_seconds\":1,\"events\":[],"
                        + "\"budgets\":{\"\\ud800\":1}}}"))
                .singleElement()
                .asString()
                .contains("{\"project_id\":\"\\ud800\",\"reserved\":\"0\"");
        assertThat(
                        answers(
                                "{\"id\":1,\"op\":\"request.normalize\",\"input\":{\"request\":{},\"policy\":{\"\\ud800\":1}}}"))
                .containsExactly("{\"id\":1,\"error\":{\"code\":\"POLICY_UNKNOWN_FIELD\",\"errors\":"
                        + "[{\"pointer\":\"/\\ud800\",\"code\":\"POLICY_UNKNOWN_FIELD\"}]}}");
    }

    @Test
    void blankLines_areSkipped_andCarriageReturnsDropped() throws IOException {
        assertThat(answers("\n\r\n  \t\n{\"op\":\"x\"}\r\r\n\n"))
                .containsExactly("{\"id\":null,\"error\":{\"code\":\"OP_UNSUPPORTED\"}}");
    }

    @Test
    void line_thatIsNoUtf8_isMalformed() throws IOException {
        assertThat(answers(new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"', '\n'}))
                .containsExactly(MALFORMED);
        assertThat(answers(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}))
                .containsExactly(MALFORMED);
    }

    @Test
    void line_of16MiB_isTaken_andOneByteMoreIsNot() throws IOException {
        String head = "{\"op\":\"x\",\"pad\":\"";
        String pad = "a".repeat(LineProtocol.MAX_LINE_BYTES - head.length() - 2);
        assertThat(answers(head + pad + "\"}\r\n"))
                .containsExactly("{\"id\":null,\"error\":{\"code\":\"OP_UNSUPPORTED\"}}");
        assertThat(answers(head + pad + "a\"}\n{\"op\":\"y\"}\n"))
                .containsExactly(MALFORMED, "{\"id\":null,\"error\":{\"code\":\"OP_UNSUPPORTED\"}}");
    }

    @Test
    void line_ofMoreThan1000Containers_isMalformed() throws IOException {
        String head = "{\"id\":1,\"op\":\"x\",\"input\":{\"a\":";
        assertThat(answers(head + "[".repeat(998) + "]".repeat(998) + "}}"))
                .containsExactly("{\"id\":1,\"error\":{\"code\":\"OP_UNSUPPORTED\"}}");
        assertThat(answers(head + "[".repeat(999) + "]".repeat(999) + "}}")).containsExactly(MALFORMED);
    }

    @Test
    void policyWithRules_isUnsupportedOnceAllInputsAreGood() {
        Ask ask = Ask.plain().policy("{'rules':[{'id':'a','when':'x','effect':'deny'}]}");
        assertThat(NaiveEngine.apply("decision.decide", ask.input()).error())
                .containsOnlyKeys("code")
                .containsEntry("code", "OP_UNSUPPORTED");
        assertThat(NaiveEngine.apply("decision.decide", ask.clock("x").input()).error())
                .containsEntry("code", "INVALID_CLOCK_TIME");
        assertThat(NaiveEngine.apply("context.compute", ask.input()).error()).isNull();
    }
}
