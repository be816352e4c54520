package dev.spendweir.server.store.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.amount.Amount;
import dev.spendweir.ingest.CostLimits;
import dev.spendweir.ingest.FocusOptions;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.time.Instant;
import java.util.Map;

/** Any bytes as a FOCUS file: refused as a whole, or each row is taken or refused, and what was taken sums to days. */
class FocusFileFuzzTest {

    private static final Instant NOW = Instant.parse("2026-03-17T12:00:00Z");
    private static final FocusUpload UPLOAD = new FocusUpload("agent", "trace", new FocusOptions("tag:project", null));
    private static final Amount MAX_DAY = CostLimits.MAX_AMOUNT;

    @FuzzTest
    void anyBytes_areRowsTakenOrRefusedOneByOne(byte[] input) {
        FocusFile file;
        try {
            file = FocusFile.read(input, UPLOAD, "USD", NOW);
        } catch (RejectedException e) {
            assertThat(e.code()).isIn(ErrorCode.MALFORMED_CSV, ErrorCode.AMOUNT_OUT_OF_RANGE);
            return;
        }
        assertThat(file.asRepeated().accepted()).isZero();
        assertThat(file.asRepeated().duplicates()).isEqualTo(file.asFirst().accepted());
        file.events(Map.of()).forEach(event -> {
            assertThat(event.amount()).isBetween(Amount.ZERO.minus(MAX_DAY), MAX_DAY);
            assertThat(event.date()).isBefore("2026-03-20");
        });
    }
}
