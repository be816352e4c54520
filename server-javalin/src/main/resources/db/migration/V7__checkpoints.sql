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
    PRIMARY KEY (tenant_id, chain),
    FOREIGN KEY (tenant_id, chain) REFERENCES ledger_head
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
