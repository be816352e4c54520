package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.server.http.ApiClient.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BodyReadingTest {

    private static final int MAX_BYTES = 4096;
    private static final int MAX_PLAN_BYTES = 8192;

    private static TestServer server;
    private static ApiClient owner;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                "body.max_bytes", Integer.toString(MAX_BYTES), "body.max_plan_bytes", Integer.toString(MAX_PLAN_BYTES));
        owner = server.owner();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void body_ofExactlyTheLimit_isRead_oneByteMoreIsNot() {
        assertThat(owner.put("/v1/budgets/p", padded(MAX_BYTES)).code()).isEqualTo("FIELD_REQUIRED");
        Answer over = owner.put("/v1/budgets/p", padded(MAX_BYTES + 1));
        assertThat(over.status()).isEqualTo(413);
        assertThat(over.code()).isEqualTo("BODY_TOO_LARGE");
    }

    @Test
    void gzip_isTaken_andTheLimitCountsDecodedBytes() throws IOException {
        assertThat(gzipped("PUT", "/v1/budgets/p", padded(MAX_BYTES)).code()).isEqualTo("FIELD_REQUIRED");
        Answer bomb = gzipped("PUT", "/v1/budgets/p", padded(MAX_BYTES + 1));
        assertThat(bomb.status()).isEqualTo(413);
    }

    @Test
    void gzip_bombOfAHundredMegabytes_isStoppedWhileReading() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] blanks = new byte[1 << 20];
            Arrays.fill(blanks, (byte) ' ');
            for (int i = 0; i < 100; i++) {
                gzip.write(blanks);
            }
        }
        Answer answer = owner.send(
                "POST", "/v1/gate/terraform", "application/json", bomb.toByteArray(), "Content-Encoding", "gzip");
        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void gzip_brokenOrCut_isUnreadable() throws IOException {
        byte[] whole = gzip(padded(2000));
        byte[] cut = Arrays.copyOf(whole, whole.length - 9);
        for (byte[] body : new byte[][] {cut, "not gzip at all".getBytes(StandardCharsets.UTF_8), {}}) {
            Answer answer = owner.send("PUT", "/v1/budgets/p", "application/json", body, "Content-Encoding", "gzip");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isIn("BODY_UNREADABLE", "BODY_REQUIRED");
        }
    }

    @Test
    void server_afterRefusals_holdsNoMemoryForBodies() {
        String metrics = owner.get("/metrics").text();
        assertThat(metrics).containsPattern("spendweir_body_budget_bytes\\{state=\"taken\"} 0\\.0");
    }

    @Test
    void budget_tooSmallForTheBody_answers429WithRetryAfter() {
        try (TestServer small = TestServer.start("body.budget_bytes", "20000")) {
            Answer answer = small.owner().put("/v1/budgets/p", padded(3000));
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.code()).isEqualTo("BODY_BUDGET_EXHAUSTED");
            assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
        }
    }

    private static String padded(int bytes) {
        return "{" + " ".repeat(bytes - 2) + "}";
    }

    private static Answer gzipped(String method, String path, String json) throws IOException {
        return owner.send(method, path, "application/json", gzip(json), "Content-Encoding", "gzip");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
