package dev.spendweir.server.store.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.ledger.Chain;
import dev.spendweir.server.store.sealing.LedgerPartitions.State;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Months of the ledger on a real PostgreSQL: headroom, the safety net and the way out of it. */
class LedgerPartitionsTest {
    private SealedStore sealed;

    @BeforeEach
    void open() {
        sealed = SealedStore.open();
    }

    @AfterEach
    void close() {
        sealed.close();
    }

    private List<String> partitions() {
        return sealed.test.sql("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                + " WHERE inhparent = 'spendweir.ledger_entry'::regclass ORDER BY 1");
    }

    @Test
    void partitions_ofComingMonths_areKeptReadyByTheRuntimeAlone() {
        List<String> before = partitions();
        assertThat(sealed.test.store.partitions().keepReady()).isEqualTo(new State(2, 0));
        sealed.test.sql("SET ROLE spendweir_migrator; DROP TABLE " + before.get(2));
        assertThat(sealed.test.store.partitions().state().monthsAhead()).isEqualTo(1);
        assertThat(sealed.test.store.partitions().keepReady()).isEqualTo(new State(2, 0));
        assertThat(partitions()).isEqualTo(before);
        // With its own trigger against TRUNCATE, and no weakness of posture.
        assertThatThrownBy(() -> sealed.test.sql("TRUNCATE " + before.get(2))).hasMessageContaining("append-only");
        assertThat(sealed.test.store.posture())
                .extracting(weakness -> weakness.control())
                .doesNotContain("append_only", "row_security", "row_policy");
        assertThatThrownBy(() -> sealed.test.sql("SELECT ensure_ledger_partitions(1000)"))
                .hasMessageContaining("0 to 24");
    }

    /** And the link table, which has no months, still refuses a fork. */
    @Test
    void rowsInDefault_areReportedMovedAndVerify() {
        String present = partitions().get(0);
        sealed.append(2);
        sealed.test.sql("SET ROLE spendweir_migrator; ALTER TABLE ledger_entry DETACH PARTITION " + present
                + "; ALTER TABLE " + present + " RENAME TO kept_month");
        sealed.append(3);
        assertThat(sealed.test.store.partitions().state()).isEqualTo(new State(-1, 3));
        // Making the month now is not possible, and says so instead of failing.
        assertThat(sealed.test.store.partitions().keepReady()).isEqualTo(new State(-1, 3));
        assertThat(sealed.test.sql("SET ROLE spendweir_migrator; SELECT move_default_rows()"))
                .isEmpty();
        assertThat(sealed.test.store.partitions().state()).isEqualTo(new State(2, 0));
        sealed.tamper("INSERT INTO ledger_entry SELECT * FROM kept_month");
        assertThat(sealed.verify(Chain.GOVERNANCE, false, null).report().failure())
                .isNull();
        assertThat(sealed.verify(Chain.GOVERNANCE, false, null).report().entries())
                .isEqualTo(5);
        assertThatThrownBy(() -> sealed.test.sql("TRUNCATE ledger_entry_default"))
                .hasMessageContaining("append-only");
        assertThat(sealed.test.sql("SELECT relname FROM pg_class WHERE relname LIKE 'ledger_entry%' AND relkind IN"
                        + " ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)"))
                .isEmpty();
        assertThatThrownBy(() -> sealed.test.sql("INSERT INTO ledger_link SELECT tenant_id, chain, 9, previous_hash,"
                        + " chain_hash, gen_random_uuid() FROM ledger_link WHERE sequence = 3"))
                .hasMessageContaining("duplicate key");
    }

    @Test
    void entry_whoseTimeIsOff_isRefused() {
        sealed.append(1);
        assertThatThrownBy(() -> sealed.test.sql("INSERT INTO ledger_entry (tenant_id, entry_id, chain, sequence,"
                        + " entry_type, event_time, entry, entry_hash) SELECT tenant_id, gen_random_uuid(), chain, 2,"
                        + " entry_type, now() - interval '301 seconds', entry, entry_hash FROM ledger_entry"))
                .hasMessageContaining("check constraint");
    }
}
