package dev.spendweir.server.store.sealing;

import dev.spendweir.ledger.ChainFailure.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Edits by a superuser of a chain of governance with 12 entries, sealed at 4 and 8, each of which the chain shows by itself:
 * a name, the SQL, the first bad place and its class.
 */
final class Tampering {
    private static final List<String> EDITS = List.of(
            "field | UPDATE ledger_entry SET entry = convert_to(replace(convert_from(entry, 'UTF8'), '\"ann\"', '\"eve\"'), 'UTF8') WHERE sequence = 6 | 6 | ENTRY",
            "column beside | UPDATE ledger_entry SET subject_id = 'p9' WHERE sequence = 6 | 6 | ENTRY",
            "payload | UPDATE ledger_payload SET payload = replace(payload::text, '3', '9')::bytea WHERE entry_id = (SELECT entry_id FROM ledger_link WHERE sequence = 3 AND chain = 'governance') | 3 | PAYLOAD",
            "salt | UPDATE ledger_payload SET salt = decode(repeat('07', 16), 'hex') WHERE entry_id = (SELECT entry_id FROM ledger_link WHERE sequence = 3 AND chain = 'governance') | 3 | PAYLOAD",
            "hash | UPDATE ledger_entry SET entry_hash = decode(repeat('11', 32), 'hex') WHERE sequence = 5 | 5 | ENTRY",
            "link | UPDATE ledger_link SET chain_hash = decode(repeat('11', 32), 'hex') WHERE sequence = 5 | 5 | LINK",
            "previous | UPDATE ledger_link SET previous_hash = decode(repeat('11', 32), 'hex') WHERE sequence = 5 | 5 | LINK",
            "reorder | UPDATE ledger_entry SET sequence = CASE sequence WHEN 5 THEN 6 ELSE 5 END WHERE sequence IN (5, 6) | 5 | GAP",
            "delete middle | DELETE FROM ledger_entry WHERE sequence = 6 | 6 | GAP",
            "delete middle with its link | DELETE FROM ledger_entry WHERE sequence = 6; DELETE FROM ledger_link WHERE sequence = 6 | 6 | GAP",
            "fork | INSERT INTO ledger_entry SELECT tenant_id, gen_random_uuid(), chain, sequence, entry_type, subject_id, event_time, created_at + interval '1 millisecond', entry, entry_hash FROM ledger_entry WHERE sequence = 7 | 7 | FORK",
            "other tenant's entry | UPDATE ledger_entry SET entry = convert_to(replace(convert_from(entry, 'UTF8'), '\"acme\"', '\"other\"'), 'UTF8') WHERE sequence = 6 | 6 | ENTRY",
            "head | UPDATE ledger_head SET chain_hash = decode(repeat('11', 32), 'hex') WHERE chain = 'governance' | 12 | HEAD",
            "head moved back | UPDATE ledger_head SET sequence = 11 WHERE chain = 'governance' | 12 | HEAD",
            "tail without its head | DELETE FROM ledger_link WHERE sequence > 10; DELETE FROM ledger_entry WHERE sequence > 10 | 10 | HEAD",
            "links alone | DELETE FROM ledger_link WHERE sequence > 10 | 11 | GAP",
            "cut below a checkpoint | DELETE FROM ledger_link WHERE sequence > 6; DELETE FROM ledger_entry WHERE sequence > 6; UPDATE ledger_head SET sequence = 6 WHERE chain = 'governance' | 6 | CUT_TAIL",
            "whole chain | DELETE FROM ledger_link WHERE sequence > 0; DELETE FROM ledger_entry WHERE sequence > 0; DELETE FROM ledger_head WHERE chain = 'governance' | 0 | DELETED_CHAIN",
            "checkpoint's text | UPDATE ledger_checkpoint SET note = replace(note, E'\\n4\\n', E'\\n5\\n') WHERE size = 4 | 4 | CHECKPOINT_SIGNATURE",
            "swapped checkpoints | UPDATE ledger_checkpoint c SET note = o.note FROM ledger_checkpoint o WHERE c.size = 4 AND o.size = 8 | 4 | CHECKPOINT_SIGNATURE",
            "checkpoint of another chain | UPDATE ledger_checkpoint SET note = replace(note, 'acme', 'other') WHERE size = 8 | 8 | CHECKPOINT_SIGNATURE",
            "checkpoint that is none | UPDATE ledger_checkpoint SET note = 'none' WHERE size = 8 | 8 | CHECKPOINT_SIGNATURE");

    private Tampering() {}

    static Stream<Arguments> edits() {
        return EDITS.stream().map(line -> {
            String[] part = line.split(" \\| ");
            return Arguments.of(part[0], part[1], Long.parseLong(part[2]), Kind.valueOf(part[3]));
        });
    }

    /** The SQL, for the one chain. */
    static String inChain(String sql) {
        return sql.replace("WHERE chain = 'governance'", "WHERE tenant_id = 'acme' AND chain = 'governance'")
                .replace("WHERE sequence", "WHERE tenant_id = 'acme' AND chain = 'governance' AND sequence");
    }
}
