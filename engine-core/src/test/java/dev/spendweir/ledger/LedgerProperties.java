package dev.spendweir.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LedgerProperties {
    private static final int LENGTH = 4;

    /** Any one flipped bit of anything that is stored is noticed, at its own place. */
    @Property(tries = 2000)
    void everyFlippedBitIsFound(
            @ForAll @IntRange(max = LENGTH - 1) int place,
            @ForAll @IntRange(max = 4) int part,
            @ForAll @IntRange(max = 1 << 20) int bit) {
        List<StoredEntry> entries = Ledgers.chain(LENGTH);
        StoredEntry old = entries.get(place);
        byte[][] parts = {old.entry(), old.payload(), old.salt(), old.entryHash(), old.chainHash()};
        byte[] flipped = parts[part].clone();
        flipped[(bit / 8) % flipped.length] ^= (byte) (1 << (bit % 8));
        parts[part] = flipped;
        entries.set(place, new StoredEntry(parts[0], parts[1], parts[2], parts[3], parts[4]));

        ChainReport report = Ledgers.verify(entries);

        assertThat(report.isValid()).isFalse();
        assertThat(report.entries()).isEqualTo(place);
    }

    /** A line read back is the line that was written, and verifies alike. */
    @Property(tries = 50)
    void aLedgerFileVerifiesLikeItsStore(@ForAll @IntRange(min = 1, max = 12) int length) {
        List<StoredEntry> entries = Ledgers.chain(length);
        List<StoredEntry> readBack = entries.stream()
                .map(entry -> LedgerLine.read(LedgerLine.of(entry).bytes()).toStored())
                .toList();
        assertThat(Ledgers.verify(readBack).head().chainHash())
                .isEqualTo(Ledgers.verify(entries).head().chainHash());
        assertThat(Ledgers.verify(readBack).isValid()).isTrue();
    }
}
