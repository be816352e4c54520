package dev.spendweir.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.testing.Refusals;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerLineTest {
    private static final String HASH = "00".repeat(32);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"entry\":1,\"payload\":null,\"salt\":null,\"entry_hash\":\"H\",\"chain_hash\":\"H\"}",
                "{\"entry\":{},\"payload\":null,\"salt\":null,\"entry_hash\":\"H\"}",
                "{\"entry\":{},\"payload\":null,\"salt\":null,\"entry_hash\":\"H\",\"chain_hash\":\"00\"}",
                "{\"entry\":{},\"payload\":null,\"salt\":null,\"entry_hash\":\"H\",\"chain_hash\":7}",
                "{\"entry\":{},\"payload\":{},\"salt\":null,\"entry_hash\":\"H\",\"chain_hash\":\"H\"}",
                "{\"entry\":{},\"payload\":{},\"salt\":\"zz\",\"entry_hash\":\"H\",\"chain_hash\":\"H\"}",
                "{\"entry\":{},\"payload\":null,\"salt\":null,\"entry_hash\":\"H\",\"chain_hash\":\"H\",\"more\":1}",
                "{\"entry\":{},\"entry\":{},\"payload\":null,\"salt\":null,\"entry_hash\":\"H\",\"chain_hash\":\"H\"}"
            })
    void read_ofMalformedLine_isRefused(String line) {
        byte[] bytes = line.replace("\"H\"", "\"" + HASH + "\"").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> LedgerLine.read(bytes))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_FILE_INVALID));
    }

    @Test
    void read_ofAnUnknownMember_pointsToItByAJsonPointer() {
        byte[] line = "{\"entry\":{},\"a/b~c\":1}".getBytes(StandardCharsets.UTF_8);
        assertThat(Refusals.of(() -> LedgerLine.read(line))).containsExactly("LEDGER_FILE_INVALID /a~1b~0c");
    }

    @Test
    void read_ofErasedPayload_keepsItNull() {
        String line = "{\"entry\":{},\"payload\":null,\"salt\":null,\"entry_hash\":\"" + HASH + "\",\"chain_hash\":\""
                + HASH + "\"}";
        StoredEntry stored =
                LedgerLine.read(line.getBytes(StandardCharsets.UTF_8)).toStored();
        assertThat(stored.payload()).isNull();
        assertThat(stored.salt()).isNull();
    }
}
