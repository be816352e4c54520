-- A decision is proved to come with its own entry instead of behind a move of its tenant's head. So it can be stored before the
-- head is locked, and what a writer does under that lock, one after the other, is short.
CREATE FUNCTION require_own_entry() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    -- OFFSET 0 keeps each a look by the primary key.
    IF EXISTS (SELECT FROM added a
               WHERE NOT EXISTS (SELECT FROM ledger_link l
                                 WHERE l.tenant_id = a.tenant_id AND l.chain = 'decisions'
                                   AND l.sequence = a.ledger_sequence AND l.xmin = pg_current_xact_id()::xid OFFSET 0)) THEN
        RAISE EXCEPTION 'INSERT on % without a ledger entry before it in the same transaction', TG_TABLE_NAME
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NULL;
END
$$;
DROP TRIGGER governed_insert ON decision;
CREATE TRIGGER governed_insert AFTER INSERT ON decision
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION require_own_entry();

-- Claims, and before that waits in the database for the transaction that its drafts stand on: no thread of a server has to be woken
-- in between. That one holds an advisory lock of its own until it ends, so nobody can overtake it.
CREATE FUNCTION claim_heads(behind bigint, tenants text[], sequences bigint[], hashes bytea[], governance bigint[],
                            costs bigint[], watermarks date[]) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    IF behind IS NOT NULL THEN
        -- The bound of the transaction is the bound of this: it stands on one that is at work.
        PERFORM set_config('lock_timeout', '0', true), pg_advisory_xact_lock_shared(behind);
    END IF;
    PERFORM claim_heads(tenants, sequences, hashes, governance, costs, watermarks);
END
$$;
