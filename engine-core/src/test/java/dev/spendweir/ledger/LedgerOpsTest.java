package dev.spendweir.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.testing.Json;
import dev.spendweir.testing.Refusals;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected hashes were computed by another program (Python's hashlib) from the text of spec 3.3. */
class LedgerOpsTest {

    private static final String FIRST = "aacc5c82d8ca57a3ce3b566e6130db86dfd9660acea18b5296a48cec8de159a1";

    @Test
    void entryHash_isOverTheCanonicalForm_ofAnyObject() {
        assertThat(LedgerOps.entryHash(Json.object("{'entry': {'b': 'x', 'a': 1.0}}")))
                .isEqualTo(Json.object("{'entry_hash': '" + FIRST + "'}"));
    }

    @Test
    void chain_beginsWithZeros_andWritesNumbersAsDoubles() {
        JsonObject input = Json.object("{'entries': [{'a': 1, 'b': 'x'}, {}, {'sequence': 9007199254740993}]}");
        assertThat(LedgerOps.chain(input)).isEqualTo(Json.object("""
                        {'hashes': [
                          {'entry_hash': 'aacc5c82d8ca57a3ce3b566e6130db86dfd9660acea18b5296a48cec8de159a1',
                           'chain_hash': '67c8e1c2e705bc3ec35d43313a1dd7ad4352da820d6a0fb43fabd9c058df6564'},
                          {'entry_hash': 'ce51050ddc506f421568d6efecbe6585a0374c0f73cf03004ffd32547cfa77a0',
                           'chain_hash': '33471bd3868ee0ee8959a79da82796ee99949f80459a350cc9cd562c3a996e88'},
                          {'entry_hash': 'd82c47737548ddaac69bedd3fe7b6fa000340a56b23bab70455c838e954d71be',
                           'chain_hash': '2538e63fcd6b799f981b63c8ebe6fdd3cae84b3607e5a1ac101ac5b6721bfa70'}]}
                        """));
    }

    @Test
    void chain_ofNothing_isNothing() {
        assertThat(LedgerOps.chain(Json.object("{'entries': []}"))).isEqualTo(Json.object("{'hashes': []}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | INVALID_FIELD /entry",
                "{'entry': null} | INVALID_FIELD /entry",
                "{'entry': []} | INVALID_FIELD /entry",
                "{'entry': {'n': 1e999}} | INVALID_JSON",
            })
    void entryHash_ofNoObjectOrWithoutCanonicalForm_isRefused(String input, String refusal) {
        assertThat(Refusals.of(() -> LedgerOps.entryHash(Json.object(input)))).isEqualTo(List.of(refusal));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | INVALID_FIELD /entries",
                "{'entries': {}} | INVALID_FIELD /entries",
                "{'entries': [{}, 7, null]} | INVALID_FIELD /entries/1",
                "{'entries': [{}, {'n': 1e999}, 7]} | INVALID_JSON",
                "{'entries': [7, {'n': 1e999}]} | INVALID_FIELD /entries/0",
            })
    void chain_withABadEntry_isRefusedForTheFirst(String input, String refusal) {
        assertThat(Refusals.of(() -> LedgerOps.chain(Json.object(input)))).isEqualTo(List.of(refusal));
    }
}
