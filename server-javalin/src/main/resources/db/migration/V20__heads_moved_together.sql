-- A batch of the gate moves the heads of all its tenants in one statement (spec 3.1): what is checked of each is checked without
-- a function of its own, and the links of all are looked for at once.

-- As V10, but for the link, which is looked for behind the statement.
CREATE OR REPLACE FUNCTION advance_head() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.sequence <> 0 THEN
            RAISE EXCEPTION 'a chain begins at 0, not at %', NEW.sequence
                USING ERRCODE = 'object_not_in_prerequisite_state';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.anchors <> OLD.anchors THEN
        IF NEW.sequence < OLD.sequence THEN
            RAISE EXCEPTION 'the head of chain % may not be put back from % to %', OLD.chain, OLD.sequence, NEW.sequence
                USING ERRCODE = 'object_not_in_prerequisite_state';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.quarantined <> OLD.quarantined AND NEW.sequence = OLD.sequence AND NEW.chain_hash = OLD.chain_hash THEN
        RETURN NEW;
    END IF;
    IF OLD.quarantined AND NOT (OLD.tenant_id = 'spendweir-system' AND NOT EXISTS (
            SELECT FROM ledger_entry e
            WHERE e.tenant_id = OLD.tenant_id AND e.chain = OLD.chain
              AND e.sequence > OLD.sequence AND e.sequence <= NEW.sequence
              AND e.entry_type NOT LIKE 'quarantine.%')) THEN
        RAISE EXCEPTION 'the ledger of tenant % is in quarantine', OLD.tenant_id USING ERRCODE = 'SW001';
    END IF;
    IF NEW.sequence <= OLD.sequence THEN
        RAISE EXCEPTION 'the head of chain % may not move from % to %', OLD.chain, OLD.sequence, NEW.sequence
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    NEW.advanced_by := pg_current_xact_id();
    RETURN NEW;
END
$$;

DROP TRIGGER forward_only ON ledger_head;
CREATE TRIGGER begins_at_zero BEFORE INSERT ON ledger_head FOR EACH ROW EXECUTE FUNCTION advance_head();
-- A plain move says itself who makes it. Whatever else an UPDATE is, the function judges it.
CREATE TRIGGER forward_only BEFORE UPDATE ON ledger_head FOR EACH ROW
    WHEN ((NEW.sequence > OLD.sequence AND NEW.advanced_by = pg_current_xact_id() AND NEW.anchors = OLD.anchors
           AND NOT OLD.quarantined AND NOT NEW.quarantined) IS NOT TRUE)
    EXECUTE FUNCTION advance_head();
GRANT UPDATE (advanced_by) ON ledger_head TO spendweir_app;

-- A head moves to a link that is there, but where it is put by the end of a quarantine.
CREATE FUNCTION require_links() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    lost record;
BEGIN
    -- OFFSET 0 keeps each a look by the primary key.
    SELECT m.chain, m.sequence INTO lost
    FROM moved m
    WHERE m.advanced_by = pg_current_xact_id()
      AND NOT EXISTS (SELECT FROM ledger_link l
                      WHERE l.tenant_id = m.tenant_id AND l.chain = m.chain
                        AND l.sequence = m.sequence AND l.chain_hash = m.chain_hash OFFSET 0)
      AND NOT EXISTS (SELECT FROM before b
                      WHERE b.tenant_id = m.tenant_id AND b.chain = m.chain
                        AND (b.anchors <> m.anchors OR (b.sequence = m.sequence AND b.chain_hash = m.chain_hash)) OFFSET 0)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the head of chain % has no link %', lost.chain, lost.sequence
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER linked AFTER UPDATE ON ledger_head
    REFERENCING OLD TABLE AS before NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION require_links();

-- As V19, saying who moves the heads.
CREATE OR REPLACE FUNCTION advance_heads(behind bigint, tenants text[], sequences bigint[], hashes bytea[], governance bigint[],
                              costs bigint[], watermarks date[], next_sequences bigint[], next_hashes bytea[]) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    locked integer;
    moved integer := 0;
BEGIN
    IF behind IS NOT NULL THEN
        -- The bound of the transaction is the bound of this: it stands on one that is at work.
        PERFORM set_config('lock_timeout', '0', true), pg_advisory_xact_lock_shared(behind);
    END IF;
    -- Nobody is waited for who is not in front.
    PERFORM FROM ledger_head h
    WHERE h.tenant_id = ANY (tenants) AND h.chain = 'decisions'
    FOR UPDATE SKIP LOCKED;
    GET DIAGNOSTICS locked = ROW_COUNT;
    -- A statement of its own: a new budget locks the head and does not move it, and what a statement finds unmoved it shows as
    -- it was before it waited.
    IF locked = cardinality(tenants) THEN
        UPDATE ledger_head h
        SET sequence = t.next_sequence, chain_hash = t.next_hash, advanced_by = pg_current_xact_id()
        FROM unnest(tenants, sequences, hashes, governance, costs, watermarks, next_sequences, next_hashes)
                 AS t (tenant_id, sequence, chain_hash, governance, cost, watermark, next_sequence, next_hash)
        JOIN ledger_head g ON g.tenant_id = t.tenant_id AND g.chain = 'governance' AND g.sequence = t.governance
        JOIN cost_state s ON s.tenant_id = t.tenant_id AND s.version = t.cost
                          AND s.complete_through IS NOT DISTINCT FROM t.watermark
        WHERE h.tenant_id = t.tenant_id AND h.chain = 'decisions'
          AND h.sequence = t.sequence AND h.chain_hash = t.chain_hash AND NOT h.quarantined
          AND t.next_sequence > t.sequence;
        GET DIAGNOSTICS moved = ROW_COUNT;
    END IF;
    -- Drafts that store nothing, because all their calls were refused, hang on the same.
    IF locked = cardinality(tenants) AND moved < locked THEN
        SELECT moved + count(*) INTO moved
        FROM unnest(tenants, sequences, hashes, governance, costs, watermarks, next_sequences)
                 AS t (tenant_id, sequence, chain_hash, governance, cost, watermark, next_sequence)
        JOIN ledger_head h ON h.tenant_id = t.tenant_id AND h.chain = 'decisions'
                          AND h.sequence = t.sequence AND h.chain_hash = t.chain_hash AND NOT h.quarantined
        JOIN ledger_head g ON g.tenant_id = t.tenant_id AND g.chain = 'governance' AND g.sequence = t.governance
        JOIN cost_state s ON s.tenant_id = t.tenant_id AND s.version = t.cost
                          AND s.complete_through IS NOT DISTINCT FROM t.watermark
        WHERE t.next_sequence = t.sequence;
    END IF;
    IF moved <> cardinality(tenants) THEN
        RAISE EXCEPTION 'a head is locked or has moved' USING ERRCODE = 'serialization_failure';
    END IF;
END
$$;
