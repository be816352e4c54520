-- Checkpoints of the chains (spec 3.3), made by the sealer off the request path.

-- How far a chain is sealed: the right edge of its Merkle tree and its chain hash there, so that sealing reads new entries
-- only. Whoever locks the row is the chain's sealer for one transaction.
CREATE TABLE ledger_seal (
    tenant_id  text NOT NULL,
    chain      text NOT NULL CHECK (chain IN ('decisions', 'governance')),
    size       bigint NOT NULL CHECK (size >= 0),
    chain_hash bytea NOT NULL CHECK (octet_length(chain_hash) = 32),
    peaks      bytea NOT NULL CHECK (octet_length(peaks) = 32 * length(replace(size::bit(64)::text, '0', ''))),
    sealed_at  timestamptz(3) NOT NULL,
    PRIMARY KEY (tenant_id, chain)
) WITH (fillfactor = 50);

CREATE TABLE ledger_checkpoint (
    tenant_id text NOT NULL,
    chain     text NOT NULL CHECK (chain IN ('decisions', 'governance')),
    size      bigint NOT NULL CHECK (size >= 1),
    note      text NOT NULL,
    sealed_at timestamptz(3) NOT NULL,
    PRIMARY KEY (tenant_id, chain, size)
);

-- Roots of the complete subtrees of 256, 256^2, ... leaves. Everything between is made from at most 128 of them, or of
-- entry hashes; so a proof costs a few reads, and an entry costs 1/255 of a row.
CREATE TABLE ledger_node (
    tenant_id text NOT NULL,
    chain     text NOT NULL CHECK (chain IN ('decisions', 'governance')),
    level     smallint NOT NULL CHECK (level > 0 AND level % 8 = 0),
    index     bigint NOT NULL CHECK (index >= 0),
    hash      bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (tenant_id, chain, level, index)
);

CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON ledger_checkpoint
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ledger_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON ledger_node
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ledger_node
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A chain is never sealed backwards, whoever holds an old idea of it.
CREATE FUNCTION seal_forward() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.size <= OLD.size THEN
        RAISE EXCEPTION 'chain % is sealed to %, not to be sealed to % again', OLD.chain, OLD.size, NEW.size
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER forward_only BEFORE UPDATE ON ledger_seal FOR EACH ROW EXECUTE FUNCTION seal_forward();
CREATE TRIGGER append_only_row BEFORE DELETE ON ledger_seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ledger_seal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A checkpoint is newer than everything that is sealed. The lock makes a slower sealer wait, and then fail.
CREATE FUNCTION checkpoint_forward() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    sealed bigint;
BEGIN
    SELECT s.size INTO sealed FROM ledger_seal s
    WHERE s.tenant_id = NEW.tenant_id AND s.chain = NEW.chain FOR UPDATE;
    IF NEW.size <= coalesce(sealed, 0) THEN
        RAISE EXCEPTION 'chain % is sealed to %, a checkpoint of % comes too late', NEW.chain, sealed, NEW.size
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER forward_only BEFORE INSERT ON ledger_checkpoint FOR EACH ROW EXECUTE FUNCTION checkpoint_forward();

-- Which chains have something to seal, of all tenants: their names and nothing else, longest waiting first. A head behind
-- its seal is one too: entries are gone, and the sealer is to say so.
CREATE FUNCTION unsealed_chains(most integer) RETURNS TABLE (tenant_id text, chain text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = spendweir, pg_temp
AS $$
    SELECT coalesce(h.tenant_id, s.tenant_id), coalesce(h.chain, s.chain)
    FROM ledger_head h
    FULL JOIN ledger_seal s ON s.tenant_id = h.tenant_id AND s.chain = h.chain
    WHERE coalesce(h.sequence, 0) <> coalesce(s.size, 0)
    ORDER BY s.sealed_at NULLS FIRST
    LIMIT most
$$;
REVOKE ALL ON FUNCTION unsealed_chains(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION unsealed_chains(integer) TO spendweir_app;
CREATE POLICY sealer_lookup ON ledger_head FOR SELECT TO spendweir_migrator USING (true);
CREATE POLICY sealer_lookup ON ledger_seal FOR SELECT TO spendweir_migrator USING (true);

GRANT SELECT, INSERT ON ledger_seal, ledger_checkpoint, ledger_node TO spendweir_app;
GRANT UPDATE (size, chain_hash, peaks, sealed_at) ON ledger_seal TO spendweir_app;

-- Partitions (spec 3.3). The functions run as the schema's owner, so that a server that runs for months keeps its headroom
-- without any right to change the schema itself: all it can do is to make the partitions of coming months.
CREATE FUNCTION make_ledger_partition(month_start date) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path = spendweir, pg_temp
AS $$
DECLARE
    partition_name text := 'ledger_entry_' || to_char(month_start, 'YYYYMM');
BEGIN
    IF to_regclass('spendweir.' || partition_name) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE spendweir.%I PARTITION OF spendweir.ledger_entry FOR VALUES FROM (%L) TO (%L)',
                   partition_name,
                   month_start::text || ' 00:00:00+00',
                   (month_start + interval '1 month')::date::text || ' 00:00:00+00');
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON spendweir.%I'
                   ' FOR EACH STATEMENT EXECUTE FUNCTION spendweir.refuse_change()', partition_name);
    EXECUTE format('ALTER TABLE spendweir.%I ENABLE ROW LEVEL SECURITY', partition_name);
    EXECUTE format('ALTER TABLE spendweir.%I FORCE ROW LEVEL SECURITY', partition_name);
    RETURN true;
END
$$;
REVOKE ALL ON FUNCTION make_ledger_partition(date) FROM PUBLIC;

-- This month and the next ones. A month that already has rows in DEFAULT is left to move_default_rows: a warning, not a
-- server that does not start. Waits for writers, but not long.
CREATE OR REPLACE FUNCTION ensure_ledger_partitions(months integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = spendweir, pg_temp
    SET lock_timeout = '2s'
AS $$
DECLARE
    first_day date := date_trunc('month', now() AT TIME ZONE 'UTC')::date;
    made integer := 0;
BEGIN
    IF months NOT BETWEEN 0 AND 24 THEN
        RAISE EXCEPTION 'partitions are made 0 to 24 months ahead, not %', months
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    FOR ahead IN 0..months LOOP
        BEGIN
            IF make_ledger_partition((first_day + make_interval(months => ahead))::date) THEN
                made := made + 1;
            END IF;
        EXCEPTION WHEN check_violation THEN
            RAISE WARNING 'rows of a month lie in ledger_entry_default; call spendweir.move_default_rows()';
        END;
    END LOOP;
    RETURN made;
END
$$;
GRANT EXECUTE ON FUNCTION ensure_ledger_partitions(integer) TO spendweir_app;

-- Months ahead of this one that have a partition without a gap, and rows that fell into DEFAULT, of all tenants.
CREATE FUNCTION ledger_partition_state() RETURNS TABLE (months_ahead integer, default_rows bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = spendweir, pg_temp
AS $$
    SELECT coalesce((SELECT min(ahead) FROM generate_series(0, 25) AS ahead
                     WHERE to_regclass('spendweir.ledger_entry_' || to_char(
                         date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead), 'YYYYMM'))
                         IS NULL) - 1, 25)::integer,
           (SELECT count(*) FROM ledger_entry_default)
$$;
REVOKE ALL ON FUNCTION ledger_partition_state() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_partition_state() TO spendweir_app;
CREATE POLICY partition_state ON ledger_entry_default FOR SELECT TO spendweir_migrator USING (true);

-- The step by which an operator, as the migrator role, moves what fell into DEFAULT to partitions of its months. Entries
-- keep every byte; writers wait while it runs. The migrator alone may call it.
CREATE FUNCTION move_default_rows() RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = spendweir, pg_temp
AS $$
DECLARE
    month_start date;
    moved bigint;
BEGIN
    LOCK TABLE ledger_entry IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE ledger_entry DETACH PARTITION ledger_entry_default;
    ALTER TABLE ledger_entry_default RENAME TO ledger_entry_moving;
    ALTER TABLE ledger_entry_moving NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE ledger_entry NO FORCE ROW LEVEL SECURITY;
    FOR month_start IN
        SELECT DISTINCT date_trunc('month', created_at AT TIME ZONE 'UTC')::date FROM ledger_entry_moving
    LOOP
        PERFORM make_ledger_partition(month_start);
    END LOOP;
    INSERT INTO ledger_entry SELECT * FROM ledger_entry_moving;
    GET DIAGNOSTICS moved = ROW_COUNT;
    DROP TABLE ledger_entry_moving;
    CREATE TABLE ledger_entry_default PARTITION OF ledger_entry DEFAULT;
    CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ledger_entry_default
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    ALTER TABLE ledger_entry_default ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ledger_entry_default FORCE ROW LEVEL SECURITY;
    CREATE POLICY partition_state ON ledger_entry_default FOR SELECT TO spendweir_migrator USING (true);
    ALTER TABLE ledger_entry FORCE ROW LEVEL SECURITY;
    RETURN moved;
END
$$;
REVOKE ALL ON FUNCTION move_default_rows() FROM PUBLIC;
