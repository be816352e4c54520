package dev.spendweir.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainVerifierTest {
    @Test
    void chain_asWritten_isValid() {
        ChainReport report = Ledgers.verify(Ledgers.chain(20));
        assertThat(report.isValid()).isTrue();
        assertThat(report.entries()).isEqualTo(20);
        assertThat(report.head().sequence()).isEqualTo(20);
    }

    @Test
    void chain_withoutEntries_isValid() {
        assertThat(Ledgers.verify(List.of()).isValid()).isTrue();
    }

    @Test
    void payload_changed_isFound() {
        List<StoredEntry> entries = Ledgers.chain(5);
        StoredEntry old = entries.get(2);
        entries.set(2, new StoredEntry(old.entry(), "{}".getBytes(), old.salt(), old.entryHash(), old.chainHash()));
        assertFailure(entries, 3, ChainFailure.Kind.PAYLOAD);
    }

    @Test
    void payload_erasedWithItsSalt_isNoFailure() {
        List<StoredEntry> entries = Ledgers.chain(5);
        StoredEntry old = entries.get(2);
        entries.set(2, new StoredEntry(old.entry(), null, null, old.entryHash(), old.chainHash()));
        ChainReport report = Ledgers.verify(entries);
        assertThat(report.isValid()).isTrue();
        assertThat(report.erasedPayloads()).isEqualTo(1);
    }

    @Test
    void payload_goneWithoutItsSalt_isFound() {
        List<StoredEntry> entries = Ledgers.chain(5);
        StoredEntry old = entries.get(2);
        entries.set(2, new StoredEntry(old.entry(), null, old.salt(), old.entryHash(), old.chainHash()));
        assertFailure(entries, 3, ChainFailure.Kind.PAYLOAD);
    }

    @Test
    void entry_changedInPlace_isFound() {
        List<StoredEntry> entries = Ledgers.chain(5);
        entries.set(1, rewritten(entries.get(1), "actor_id", "eve", false));
        assertFailure(entries, 2, ChainFailure.Kind.ENTRY);
    }

    @Test
    void entry_changedWithItsHash_breaksTheLink() {
        List<StoredEntry> entries = Ledgers.chain(5);
        entries.set(1, rewritten(entries.get(1), "actor_id", "eve", true));
        assertFailure(entries, 2, ChainFailure.Kind.LINK);
    }

    @Test
    void entry_ofAnotherTenant_isFound() {
        List<StoredEntry> entries = Ledgers.chain(5);
        entries.set(1, rewritten(entries.get(1), "tenant_id", "other", true));
        assertFailure(entries, 2, ChainFailure.Kind.ENTRY);
    }

    @Test
    void entry_thatIsNotCanonical_isFound() {
        List<StoredEntry> entries = Ledgers.chain(2);
        StoredEntry old = entries.get(1);
        byte[] spaced = (" " + new String(old.entry())).getBytes();
        entries.set(1, new StoredEntry(spaced, old.payload(), old.salt(), LedgerHash.entry(spaced), old.chainHash()));
        assertFailure(entries, 2, ChainFailure.Kind.ENTRY);
    }

    @Test
    void entry_missing_isAGap() {
        List<StoredEntry> entries = Ledgers.chain(5);
        entries.remove(2);
        assertFailure(entries, 3, ChainFailure.Kind.GAP);
    }

    @Test
    void place_takenTwice_isAFork() {
        List<StoredEntry> entries = Ledgers.chain(5);
        entries.add(3, entries.get(2));
        assertFailure(entries, 3, ChainFailure.Kind.FORK);
    }

    @Test
    void entry_withoutSequence_isFound() {
        List<StoredEntry> entries = Ledgers.chain(1);
        StoredEntry old = entries.get(0);
        JsonObject entry = ((JsonObject) JsonReader.read(old.entry())).with("sequence", new JsonNumber("1.5"));
        byte[] bytes = CanonicalJson.bytes(entry);
        entries.set(0, new StoredEntry(bytes, old.payload(), old.salt(), LedgerHash.entry(bytes), old.chainHash()));
        assertFailure(entries, 1, ChainFailure.Kind.ENTRY);
    }

    @Test
    void head_recordedAhead_isFound() {
        ChainVerifier verifier = ChainVerifier.of("acme", Chain.GOVERNANCE);
        List<StoredEntry> entries = Ledgers.chain(5);
        entries.subList(0, 4).forEach(verifier::accept);
        ChainReport report = verifier.finish(HashChain.at(5, entries.get(4).chainHash()));
        assertThat(report.failure()).isNotNull();
        assertThat(report.failure().kind()).isEqualTo(ChainFailure.Kind.HEAD);
    }

    @Test
    void head_withAnotherHash_isFound() {
        ChainVerifier verifier = ChainVerifier.of("acme", Chain.GOVERNANCE);
        Ledgers.chain(5).forEach(verifier::accept);
        assertThat(verifier.finish(HashChain.at(5, new byte[32])).failure())
                .extracting(ChainFailure::kind)
                .isEqualTo(ChainFailure.Kind.HEAD);
    }

    @Test
    void chain_verifiedFromATrustedHead_isValid() {
        List<StoredEntry> entries = Ledgers.chain(9);
        ChainVerifier verifier = ChainVerifier.after(
                "acme", Chain.GOVERNANCE, HashChain.at(4, entries.get(3).chainHash()));
        entries.subList(4, 9).forEach(verifier::accept);
        ChainReport report = verifier.finish();
        assertThat(report.isValid()).isTrue();
        assertThat(report.entries()).isEqualTo(5);
    }

    @Test
    void firstFailure_isTheOneReported() {
        List<StoredEntry> entries = Ledgers.chain(9);
        entries.remove(6);
        entries.set(1, rewritten(entries.get(1), "actor_id", "eve", false));
        assertFailure(entries, 2, ChainFailure.Kind.ENTRY);
    }

    @Test
    void lastSays_comparesTheText_howeverItIsWritten() {
        List<String> texts = List.of("plain", "pl\u00e4in", "a\"b", "a\\nb", "a\nb", "\ud83d\ude00", "", "{}");
        for (String said : texts) {
            ChainVerifier verifier = ChainVerifier.of("acme", Chain.GOVERNANCE);
            verifier.accept(about(said));
            assertThat(verifier.isLastRead()).isTrue();
            for (String text : texts) {
                assertThat(verifier.lastSays("subject_id", text))
                        .as(said + " is " + text)
                        .isEqualTo(said.equals(text));
            }
            assertThat(verifier.lastSays("subject_id", null)).isFalse();
            assertThat(verifier.lastSays("actor_id", "ann")).isTrue();
            assertThat(verifier.lastSays("actor_id", said)).isFalse();
            assertThat(verifier.lastSays("sequence", "1")).as("a number").isFalse();
            assertThat(verifier.lastSays("sequence", null)).as("no text").isTrue();
        }
    }

    @Test
    void lastSays_afterAnEntryThatIsBad_speaksOfTheOneBefore() {
        ChainVerifier verifier = ChainVerifier.of("acme", Chain.GOVERNANCE);
        verifier.accept(about("first"));
        assertThat(verifier.accept(about("another first, of the same place"))).isPresent();
        assertThat(verifier.lastSays("subject_id", "first")).isTrue();
        assertThat(verifier.lastSays("entry_type", EntryType.BUDGET_CHANGED.wireName()))
                .isTrue();
    }

    @Test
    void lastSays_beforeTheFirst_knowsNothing() {
        ChainVerifier verifier = ChainVerifier.of("acme", Chain.GOVERNANCE);
        assertThat(verifier.isLastRead()).isFalse();
        assertThat(verifier.lastSays("subject_id", "")).isFalse();
    }

    private static StoredEntry about(String subject) {
        LedgerEvent event = new LedgerEvent(
                EntryType.BUDGET_CHANGED,
                Ledgers.TIME,
                "ann",
                subject,
                1L,
                "ab".repeat(32),
                null,
                "r-1",
                null,
                JsonObject.EMPTY);
        return new LedgerAppender("acme", Chain.GOVERNANCE, HashChain.empty())
                .append(event, "01930000-0000-7000-8000-000000000001", Ledgers.salt(1))
                .stored();
    }

    private static StoredEntry rewritten(StoredEntry old, String member, String value, boolean rehash) {
        JsonObject entry = ((JsonObject) JsonReader.read(old.entry())).with(member, new JsonString(value));
        byte[] bytes = CanonicalJson.bytes(entry);
        byte[] hash = rehash ? LedgerHash.entry(bytes) : old.entryHash();
        return new StoredEntry(bytes, old.payload(), old.salt(), hash, old.chainHash());
    }

    private static void assertFailure(List<StoredEntry> entries, long sequence, ChainFailure.Kind kind) {
        ChainFailure failure = Ledgers.verify(new ArrayList<>(entries)).failure();
        assertThat(failure).isNotNull();
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.sequence()).isEqualTo(sequence);
    }
}
