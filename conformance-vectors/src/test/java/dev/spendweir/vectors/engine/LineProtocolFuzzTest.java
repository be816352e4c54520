package dev.spendweir.vectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.vectors.EngineOps;
import dev.spendweir.vectors.LineProtocol;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Any bytes as a session of the runner protocol: it never dies, and each line gets one answer, with its id. */
class LineProtocolFuzzTest {

    private static final EngineOps OPS = new EngineOps(GateEngine.create());

    @FuzzTest
    void anyBytes_areASessionInWhichEachLineIsAnswered(byte[] input) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LineProtocol(OPS, new ByteArrayInputStream(input), out).serve();
        List<String> asked = lines(input);
        List<String> answers = lines(out.toByteArray());
        assertThat(answers).hasSameSizeAs(asked);
        for (int i = 0; i < asked.size(); i++) {
            JsonObject answer = (JsonObject) JsonReader.read(bytes(answers.get(i)));
            assertThat(answer.size()).isEqualTo(2);
            assertThat(answer.has("result")).isNotEqualTo(answer.has("error"));
            assertThat(answer.get("id")).isEqualTo(id(asked.get(i)));
        }
    }

    /** The lines that are not blank; each byte is one character, so that lines can be cut without a thought for UTF-8. */
    private static List<String> lines(byte[] session) {
        return Pattern.compile("\r*\n")
                .splitAsStream(new String(session, StandardCharsets.ISO_8859_1))
                .filter(line -> !line.chars().allMatch(c -> c == ' ' || c == '\t' || c == '\r'))
                .toList();
    }

    private static JsonValue id(String line) {
        try {
            return JsonReader.read(bytes(line)) instanceof JsonObject request
                    ? Objects.requireNonNullElse(request.get("id"), JsonNull.NULL)
                    : JsonNull.NULL;
        } catch (JsonSyntaxException e) {
            return JsonNull.NULL;
        }
    }

    private static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.ISO_8859_1);
    }
}
