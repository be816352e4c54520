package dev.spendweir.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.rejection.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Lines taken as they stand say the same as lines that were read and written again. */
class LedgerTextTest {
    private static byte[] text(List<StoredEntry> entries) {
        StringBuilder text = new StringBuilder();
        entries.forEach(entry -> text.append(new String(LedgerLine.of(entry).bytes(), StandardCharsets.UTF_8))
                .append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void assertSame(StoredEntry actual, StoredEntry expected) {
        assertThat(actual.entry()).isEqualTo(expected.entry());
        assertThat(actual.payload()).isEqualTo(expected.payload());
        assertThat(actual.salt()).isEqualTo(expected.salt());
        assertThat(actual.entryHash()).isEqualTo(expected.entryHash());
        assertThat(actual.chainHash()).isEqualTo(expected.chainHash());
    }

    @Test
    void lines_inCanonicalForm_areTheEntries() {
        List<StoredEntry> entries = new ArrayList<>(Ledgers.chain(5));
        StoredEntry third = entries.get(2);
        entries.set(2, new StoredEntry(third.entry(), null, null, third.entryHash(), third.chainHash()));
        LedgerText lines = new LedgerText(text(entries));
        for (StoredEntry expected : entries) {
            assertSame(lines.next(), expected);
        }
        assertThat(lines.next()).isNull();
    }

    @Test
    void line_inAnotherSpelling_isWrittenCanonically() {
        List<StoredEntry> entries = Ledgers.chain(2);
        String text = new String(text(entries), StandardCharsets.UTF_8);
        LedgerText lines = new LedgerText(
                text.replace("{\"chain_hash\"", " { \"chain_hash\"").getBytes(StandardCharsets.UTF_8));
        assertSame(lines.next(), entries.get(0));
        assertSame(lines.next(), entries.get(1));
    }

    @Test
    void part_ofAText_isReadAlone() {
        List<StoredEntry> entries = Ledgers.chain(3);
        byte[] first = text(entries.subList(0, 1));
        byte[] all = text(entries);
        LedgerText lines = new LedgerText(all, first.length, all.length);
        assertSame(lines.next(), entries.get(1));
        assertSame(lines.next(), entries.get(2));
        assertThat(lines.next()).isNull();
    }

    @Test
    void line_withoutItsEnd_isRefused() {
        byte[] text = text(Ledgers.chain(1));
        for (int length = 1; length < text.length; length += 7) {
            LedgerText lines = new LedgerText(Arrays.copyOf(text, length));
            assertThatThrownBy(lines::next).hasMessageContaining("cut in the middle");
        }
    }

    /** Whatever happens to a text, both ways take the same entries or refuse the same line. */
    @Property(tries = 3_000)
    void damagedLines_areReadAsTheLongWayReadsThem(@ForAll Random random) {
        byte[] text = text(Ledgers.chain(2));
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length - 1);
            text[at] = (byte) "{}[]:,\"\\0af n\u00e9".charAt(random.nextInt(14));
        }
        LedgerText lines = new LedgerText(text);
        for (String line : new String(text, StandardCharsets.ISO_8859_1).split("\n")) {
            byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
            StoredEntry expected;
            try {
                expected = LedgerLine.read(bytes).toStored();
            } catch (RejectedException e) {
                assertThatThrownBy(lines::next).hasMessage(e.getMessage());
                return;
            }
            assertSame(lines.next(), expected);
        }
    }
}
