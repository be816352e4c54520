-- The ledger (spec 3.3): two chains per tenant. The bytes that are hashed are stored as they were hashed.

-- What a single column may hold is said by domains: a CHECK of a table is read from the catalogue, parsed and planned anew by
-- every statement that inserts, which costs the gate as much as some of its rows.
CREATE DOMAIN sha256_hash AS bytea CHECK (octet_length(VALUE) = 32);
CREATE DOMAIN chain_name AS text CHECK (VALUE IN ('decisions', 'governance'));
CREATE DOMAIN chain_place AS bigint CHECK (VALUE >= 1);
CREATE DOMAIN payload_salt AS bytea CHECK (octet_length(VALUE) = 16);

CREATE TABLE ledger_entry (
    tenant_id     text NOT NULL,
    entry_id      uuid NOT NULL,
    chain         chain_name NOT NULL,
    sequence      chain_place NOT NULL,
    entry_type    text NOT NULL,
    subject_id    text,
    event_time    timestamptz(3) NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- May be packed losslessly, as payloads may: a first byte other than { says how. Hashes are over the plain bytes.
    entry         bytea NOT NULL,
    entry_hash    sha256_hash NOT NULL,
    PRIMARY KEY (tenant_id, chain, sequence, created_at),
    -- event_time is hashed and made by the server's clock, created_at by the database's; neither may wander off.
    CHECK (event_time BETWEEN created_at - interval '5 minutes' AND created_at + interval '5 minutes')
) PARTITION BY RANGE (created_at);
-- The two types that every decision leaves: decisions and holds name their entries, and of such entries some are always near.
CREATE INDEX ledger_entry_by_subject ON ledger_entry (tenant_id, chain, subject_id, sequence)
    WHERE entry_type NOT IN ('decision', 'reservation.held');
CREATE INDEX ledger_entry_by_type ON ledger_entry (tenant_id, chain, entry_type, sequence)
    WHERE entry_type NOT IN ('decision', 'reservation.held');

-- Safety net: a row here means that nobody made the month's partition.
CREATE TABLE ledger_entry_default PARTITION OF ledger_entry DEFAULT;

-- Apart from the entries, so that an owner can erase what is private without breaking the chain. Packed as entries are.
CREATE TABLE ledger_payload (
    tenant_id text NOT NULL,
    entry_id  uuid NOT NULL,
    payload   bytea NOT NULL,
    salt      payload_salt NOT NULL,
    PRIMARY KEY (tenant_id, entry_id)
);

-- Unpartitioned, because only here uniqueness can hold across months: no fork, no second use of an entry.
CREATE TABLE ledger_link (
    tenant_id     text NOT NULL,
    chain         chain_name NOT NULL,
    sequence      chain_place NOT NULL,
    previous_hash sha256_hash NOT NULL,
    chain_hash    sha256_hash NOT NULL,
    entry_id      uuid NOT NULL UNIQUE,
    PRIMARY KEY (tenant_id, chain, sequence)
);
-- No fork: nothing has two successors. The index does not begin with tenant and chain, lest a plan takes it for the way to a
-- sequence.
CREATE UNIQUE INDEX ledger_link_no_fork ON ledger_link (previous_hash, tenant_id, chain);

-- The row that serialises a tenant: whoever writes decisions or money locks the head of its chain first.
CREATE TABLE ledger_head (
    tenant_id  text NOT NULL REFERENCES tenant,
    chain      chain_name NOT NULL,
    sequence   bigint NOT NULL CHECK (sequence >= 0),
    chain_hash sha256_hash NOT NULL,
    advanced_by xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (tenant_id, chain)
) WITH (fillfactor = 50);

CREATE FUNCTION refuse_change() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'object_not_in_prerequisite_state';
END
$$;

-- Rows of a partitioned table fire the partition's triggers; row triggers are inherited, TRUNCATE triggers are not.
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ledger_entry_default
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON ledger_payload
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ledger_payload
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON ledger_link
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ledger_link
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A head only ever moves forward, to a link that is there.
CREATE FUNCTION advance_head() RETURNS trigger
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
    IF NEW.sequence <= OLD.sequence THEN
        RAISE EXCEPTION 'the head of chain % may not move from % to %', OLD.chain, OLD.sequence, NEW.sequence
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    IF NOT EXISTS (SELECT FROM ledger_link l
                   WHERE l.tenant_id = NEW.tenant_id AND l.chain = NEW.chain
                     AND l.sequence = NEW.sequence AND l.chain_hash = NEW.chain_hash) THEN
        RAISE EXCEPTION 'the head of chain % has no link %', NEW.chain, NEW.sequence
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    NEW.advanced_by := pg_current_xact_id();
    RETURN NEW;
END
$$;
CREATE TRIGGER forward_only BEFORE INSERT OR UPDATE ON ledger_head FOR EACH ROW EXECUTE FUNCTION advance_head();
CREATE TRIGGER append_only_row BEFORE DELETE ON ledger_head FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ledger_head
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Governed mutation (spec 3.3): checked when the transaction commits, so whoever changes money, decisions, policy or
-- people without appending to the tenant's ledger in the same transaction gets nothing.
CREATE FUNCTION require_ledger_entry() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    changed_tenant text := CASE WHEN TG_OP = 'DELETE' THEN OLD.tenant_id ELSE NEW.tenant_id END;
BEGIN
    IF NOT EXISTS (SELECT FROM ledger_head h
                   WHERE h.tenant_id = changed_tenant AND h.advanced_by = pg_current_xact_id() AND h.sequence > 0) THEN
        RAISE EXCEPTION '% on % without a ledger entry in the same transaction', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER governed AFTER INSERT OR UPDATE OR DELETE ON actor
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();
CREATE CONSTRAINT TRIGGER governed AFTER INSERT OR UPDATE OR DELETE ON actor_alias
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();
CREATE CONSTRAINT TRIGGER governed AFTER INSERT OR UPDATE OR DELETE ON api_key
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();

-- Makes the partitions of this month and the next `months` months, each with its TRUNCATE trigger. Idempotent. Called
-- by the migrator at every start of a server.
CREATE FUNCTION ensure_ledger_partitions(months integer) RETURNS integer
    LANGUAGE plpgsql
AS $$
DECLARE
    first_day date := date_trunc('month', now() AT TIME ZONE 'UTC')::date;
    month_start date;
    partition_name text;
    made integer := 0;
BEGIN
    FOR ahead IN 0..months LOOP
        month_start := (first_day + make_interval(months => ahead))::date;
        partition_name := 'ledger_entry_' || to_char(month_start, 'YYYYMM');
        CONTINUE WHEN to_regclass('spendweir.' || partition_name) IS NOT NULL;
        EXECUTE format('CREATE TABLE spendweir.%I PARTITION OF spendweir.ledger_entry FOR VALUES FROM (%L) TO (%L)',
                       partition_name,
                       month_start::text || ' 00:00:00+00',
                       (month_start + interval '1 month')::date::text || ' 00:00:00+00');
        EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON spendweir.%I'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION spendweir.refuse_change()', partition_name);
        EXECUTE format('ALTER TABLE spendweir.%I ENABLE ROW LEVEL SECURITY', partition_name);
        EXECUTE format('ALTER TABLE spendweir.%I FORCE ROW LEVEL SECURITY', partition_name);
        made := made + 1;
    END LOOP;
    RETURN made;
END
$$;
REVOKE ALL ON FUNCTION ensure_ledger_partitions(integer) FROM PUBLIC;
-- Nobody is granted anything on a partition: rows are reached through ledger_entry alone.
ALTER TABLE ledger_entry_default ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_entry_default FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT ON ledger_entry, ledger_payload, ledger_link, ledger_head TO spendweir_app;
GRANT UPDATE (sequence, chain_hash) ON ledger_head TO spendweir_app;
