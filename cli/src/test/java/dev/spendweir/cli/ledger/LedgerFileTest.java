package dev.spendweir.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliRun;
import dev.spendweir.cli.CliRun.Ended;
import dev.spendweir.cli.client.CaptureServer;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.ledger.LedgerEvent;
import dev.spendweir.ledger.LedgerHash;
import dev.spendweir.ledger.LedgerLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each class of damage to a ledger file has an exit code of its own. */
final class LedgerFileTest {

    @TempDir
    private Path directory;

    @Test
    void verify_anUntouchedFile_isGood() throws IOException {
        Ended ended = verify(lines(5));
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("decisions").contains("good, 5 entries, head ");
    }

    @Test
    void verify_aChangedPayload_endsWith10() throws IOException {
        List<String> lines = lines(3);
        lines.set(1, lines.get(1).replace("\"n\":2", "\"n\":9"));
        Ended ended = verify(lines);
        assertThat(ended.code()).isEqualTo(10);
        assertThat(ended.out()).contains("BAD at entry 2: payload").contains("1 entries before it are good");
    }

    @Test
    void verify_aChangedEntry_endsWith11() throws IOException {
        List<String> lines = lines(3);
        lines.set(1, lines.get(1).replace("\"actor_id\":\"a\"", "\"actor_id\":\"b\""));
        assertThat(verify(lines).code()).isEqualTo(11);
    }

    @Test
    void verify_aChangedChainHash_endsWith12() throws IOException {
        List<String> lines = lines(3);
        lines.set(
                2,
                lines.get(2)
                        .replaceFirst("\"chain_hash\":\"[0-9a-f]{64}\"", "\"chain_hash\":\"" + "0".repeat(64) + "\""));
        assertThat(verify(lines).code()).isEqualTo(12);
    }

    @Test
    void verify_aMissingLine_endsWith13() throws IOException {
        List<String> lines = lines(4);
        lines.remove(1);
        assertThat(verify(lines).code()).isEqualTo(13);
    }

    @Test
    void verify_aRepeatedLine_endsWith14() throws IOException {
        List<String> lines = lines(4);
        lines.add(2, lines.get(1));
        assertThat(verify(lines).code()).isEqualTo(14);
    }

    @Test
    void verify_damageThatLeavesNoLedgerFile_endsWith1AndNamesTheLine() throws IOException {
        List<String> lines = lines(3);
        lines.set(1, "{}");
        Ended ended = verify(lines);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("LEDGER_FILE_INVALID").contains("line 2");

        Files.writeString(directory.resolve("ledger.jsonl"), "");
        assertThat(run().code()).isEqualTo(1);
        assertThat(CliRun.in(directory)
                        .run("ledger", "verify", "--file", "nowhere")
                        .code())
                .isEqualTo(1);
    }

    /** A file is read in parts of whole lines: many short ones, and some that are longer than a part. */
    @Test
    void verify_aLongFile_isReadInParts() throws IOException {
        Ended many = verify(lines(1_500));
        assertThat(many.code()).as(many.err()).isZero();
        assertThat(many.out()).contains("good, 1500 entries");
        Ended wide = verify(lines(3, "x".repeat(700_000)));
        assertThat(wide.code()).as(wide.err()).isZero();
        assertThat(wide.out()).contains("good, 3 entries");

        List<String> bad = lines(1_500);
        bad.set(1_200, bad.get(1_200).replace("\"entry\"", "\"entri\""));
        Ended ended = verify(bad);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("line 1201");
        Files.writeString(directory.resolve("ledger.jsonl"), String.join("\n", lines(1_500)));
        assertThat(run().err()).contains("line 1500").contains("no end");
    }

    @Test
    void verify_aLineThatNeverEnds_isRefused() throws IOException {
        Files.write(directory.resolve("ledger.jsonl"), new byte[17 * 1024 * 1024]);
        Ended ended = run();
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("line 1 is longer than");
    }

    @Test
    void verify_asJson_hasTheShapeOfTheServersAnswer() throws IOException {
        verify(lines(2));
        Ended ended = CliRun.in(directory).run("ledger", "verify", "--file", "ledger.jsonl", "--output", "json");
        assertThat(ended.out())
                .startsWith(
                        "{\"chains\":[{\"acknowledged\":[],\"chain\":\"decisions\",\"checkpoint\":null,\"entries\":2,\"failure\":null,\"head\":{");
        assertThat(ended.out()).contains("\"valid\":true");
    }

    @Test
    void verify_atAServer_readsItsAnswer() throws IOException {
        try (CaptureServer server = CaptureServer.start()) {
            String chain = "{\"chain\":\"decisions\",\"entries\":7,\"head\":{\"sequence\":7,\"chain_hash\":\"ab\"},"
                    + "\"checkpoint\":null,\"replayed\":null,\"failure\":";
            server.answer(200, "{\"valid\":true,\"chains\":[" + chain + "null}]}")
                    .answer(
                            200,
                            "{\"valid\":false,\"chains\":[" + chain
                                    + "{\"sequence\":3,\"class\":\"link\",\"detail\":\"d\"}}]}")
                    .answer(200, "{\"valid\":false,\"chains\":[" + chain + "null}]}");
            assertThat(atServer(server).code()).isZero();
            Ended bad = atServer(server);
            assertThat(bad.code()).isEqualTo(12);
            assertThat(bad.out()).contains("BAD at entry 3: link: d");
            assertThat(atServer(server).code()).isEqualTo(1);
            assertThat(server.received().get(0).body()).isEqualTo("{\"chain\":\"decisions\"}");
        }
    }

    private Ended atServer(CaptureServer server) {
        return CliRun.in(directory)
                .env("SPENDWEIR_API_KEY", "sw_k")
                .env("SPENDWEIR_SERVER", server.url())
                .run("ledger", "verify", "--chain", "decisions");
    }

    private Ended verify(List<String> lines) throws IOException {
        Files.writeString(directory.resolve("ledger.jsonl"), String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
        return run();
    }

    private Ended run() {
        return CliRun.in(directory).run("ledger", "verify", "--file", "ledger.jsonl");
    }

    private static List<String> lines(int count) {
        return lines(count, "");
    }

    private static List<String> lines(int count, String filling) {
        LedgerAppender appender = new LedgerAppender("t", Chain.DECISIONS, HashChain.empty());
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            JsonObject payload =
                    JsonObject.builder().put("filling", filling).put("n", i).build();
            LedgerEvent event =
                    new LedgerEvent(EntryType.DECISION, Instant.EPOCH, "a", "s", null, null, null, null, null, payload);
            byte[] salt = new byte[LedgerHash.SALT_BYTES];
            LedgerLine line =
                    LedgerLine.of(appender.append(event, "id-" + i, salt).stored());
            lines.add(CanonicalJson.text(line.toJson()));
        }
        return lines;
    }
}
