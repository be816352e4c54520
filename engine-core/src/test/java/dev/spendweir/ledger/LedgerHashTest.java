package dev.spendweir.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Expected values were computed by another program (Python's hashlib) from the text of spec 3.3. */
class LedgerHashTest {
    private static final String ENTRY = """
            {"actor_id":"ann","approval_id":null,"approval_status":null,"chain":"governance","config_sha256":null,\
            "entry_id":"01930000-0000-7000-8000-000000000001","entry_type":"budget.changed",\
            "event_time":"2026-03-02T09:30:00.000Z",\
            "payload_sha256":"b0e6c63325bd95c22a197153553c6ce393d58462f77fd5eae7b6820d1918ef40",\
            "policy_sha256":"abababababababababababababababababababababababababababababababab","policy_version":3,\
            "request_id":"r-1","schema":"spendweir.ledger.entry/v1","sequence":1,"subject_id":"payments",\
            "tenant_id":"acme","trace_id":null}""";

    @Test
    void append_ofFirstEntry_givesThePublishedBytesAndHashes() {
        JsonObject payload =
                JsonObject.builder().put("amount", "12.5").put("b", 1).build();
        LedgerAppender appender = new LedgerAppender("acme", Chain.GOVERNANCE, HashChain.empty());

        LedgerAppender.Appended appended =
                appender.append(Ledgers.event(payload), "01930000-0000-7000-8000-000000000001", Ledgers.salt(0));

        assertThat(new String(appended.stored().entry(), StandardCharsets.UTF_8))
                .isEqualTo(ENTRY);
        assertThat(hex(appended.stored().entryHash()))
                .isEqualTo("9edd4a2ffd80f19258b01c9a39f350b32fdcf928e7bb9ba976171c2f7a87097d");
        assertThat(hex(appended.stored().chainHash()))
                .isEqualTo("f68d823fed07f1f5d2d520af1bc94f8675d6b66d63ea484afc575e8ba6a2ac86");
        assertThat(appended.previousHash()).isEqualTo(new byte[32]);
        assertThat(appender.head().sequence()).isEqualTo(1);
    }

    @Test
    void entry_onTheWrongChain_isRefused() {
        LedgerAppender appender = new LedgerAppender("acme", Chain.DECISIONS, HashChain.empty());
        assertThatThrownBy(() -> appender.append(Ledgers.event(JsonObject.EMPTY), "id", Ledgers.salt(0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(appender.head().sequence()).isZero();
    }

    @Test
    void salt_ofWrongLength_isRefused() {
        assertThatThrownBy(() -> LedgerHash.payload(new byte[15], new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("15");
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
