-- Quarantine of a tenant's chain (spec 3.3): a broken chain stops every governed write of its tenant until two operators
-- have closed it. Its rows are the operators' own, so each change of them needs an entry in the governance chain of tenant
-- spendweir-system in the same transaction (trigger governed), and no tenant sees another's.

CREATE TABLE quarantine (
    tenant_id        text NOT NULL CHECK (tenant_id = 'spendweir-system'),
    subject_tenant   text NOT NULL,
    chain            text NOT NULL CHECK (chain IN ('decisions', 'governance')),
    status           text NOT NULL CHECK (status IN ('open', 'reset_requested', 'closed')),
    failure_class    text NOT NULL,
    failure_sequence bigint NOT NULL,
    failure_detail   text NOT NULL,
    opened_at        timestamptz(3) NOT NULL,
    opened_by        text NOT NULL,
    requested_at     timestamptz(3),
    requested_by     text,
    closed_at        timestamptz(3),
    approved_by      text,
    -- Where the chain goes on when it was closed: the place and chain hash that the next entry follows.
    anchor_sequence  bigint CHECK (anchor_sequence >= 0),
    anchor_hash      bytea CHECK (octet_length(anchor_hash) = 32),
    PRIMARY KEY (tenant_id, subject_tenant, chain),
    CHECK (CASE status
        WHEN 'open' THEN requested_by IS NULL AND approved_by IS NULL
        WHEN 'reset_requested' THEN requested_by IS NOT NULL AND requested_at IS NOT NULL AND approved_by IS NULL
        ELSE requested_by IS NOT NULL AND approved_by IS NOT NULL AND closed_at IS NOT NULL
             AND anchor_sequence IS NOT NULL AND anchor_hash IS NOT NULL
        END),
    CONSTRAINT two_persons CHECK (approved_by <> requested_by)
);

-- How often verification of a chain failed in a row, on any server; the third time opens the quarantine.
CREATE TABLE ledger_verification_failure (
    tenant_id text NOT NULL,
    chain     text NOT NULL CHECK (chain IN ('decisions', 'governance')),
    failures  integer NOT NULL CHECK (failures >= 1),
    failed_at timestamptz(3) NOT NULL,
    PRIMARY KEY (tenant_id, chain)
);

-- What every writer reads with the head that it locks anyway, so the check costs nothing. The runtime may write neither of
-- the two columns; apply_quarantine does.
ALTER TABLE ledger_head
    ADD COLUMN quarantined boolean NOT NULL DEFAULT false,
    ADD COLUMN anchors integer NOT NULL DEFAULT 0;

-- A head moves forward, to a link that is there; not in quarantine. Entries of the recovery itself are exempt in the system
-- tenant. When a quarantine is closed the head may be put where the chain goes on.
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

-- Opened once, asked for, closed; then it may be opened again.
CREATE FUNCTION quarantine_steps() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT (NEW.status = 'open' AND OLD.status = 'closed'
            OR NEW.status = 'reset_requested' AND OLD.status IN ('open', 'reset_requested')
            OR NEW.status = 'closed' AND OLD.status = 'reset_requested'
               AND NEW.requested_by = OLD.requested_by AND NEW.requested_at = OLD.requested_at) THEN
        RAISE EXCEPTION 'a quarantine does not go from % to %', OLD.status, NEW.status
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER steps BEFORE UPDATE ON quarantine FOR EACH ROW EXECUTE FUNCTION quarantine_steps();
CREATE TRIGGER append_only_row BEFORE DELETE ON quarantine FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON quarantine
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE CONSTRAINT TRIGGER governed AFTER INSERT OR UPDATE ON quarantine
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();

-- Carries a step over to the heads of the tenant, governance first as every writer takes them (ADR 11). A chain whose head
-- is gone gets one again when its quarantine is closed.
CREATE FUNCTION apply_quarantine() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = spendweir, pg_temp
AS $$
DECLARE
    shut boolean;
    each_chain text;
BEGIN
    SELECT bool_or(q.status <> 'closed') INTO shut FROM quarantine q WHERE q.subject_tenant = NEW.subject_tenant;
    FOREACH each_chain IN ARRAY ARRAY['governance', 'decisions'] LOOP
        IF NEW.status = 'closed' AND NEW.chain = each_chain THEN
            INSERT INTO ledger_head (tenant_id, chain, sequence, chain_hash)
            VALUES (NEW.subject_tenant, each_chain, 0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING;
            UPDATE ledger_head h
            SET sequence = NEW.anchor_sequence, chain_hash = NEW.anchor_hash, anchors = h.anchors + 1, quarantined = shut
            WHERE h.tenant_id = NEW.subject_tenant AND h.chain = each_chain
              AND (h.sequence, h.chain_hash) IS DISTINCT FROM (NEW.anchor_sequence, NEW.anchor_hash);
        END IF;
        UPDATE ledger_head h SET quarantined = shut
        WHERE h.tenant_id = NEW.subject_tenant AND h.chain = each_chain AND h.quarantined <> shut;
    END LOOP;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION apply_quarantine() FROM PUBLIC;
CREATE TRIGGER applied AFTER INSERT OR UPDATE ON quarantine FOR EACH ROW EXECUTE FUNCTION apply_quarantine();
CREATE POLICY quarantine_update ON ledger_head FOR UPDATE TO spendweir_migrator USING (true) WITH CHECK (true);
CREATE POLICY quarantine_insert ON ledger_head FOR INSERT TO spendweir_migrator WITH CHECK (true);

GRANT SELECT, INSERT ON quarantine TO spendweir_app;
GRANT UPDATE (status, failure_class, failure_sequence, failure_detail, opened_at, opened_by, requested_at, requested_by,
              closed_at, approved_by, anchor_sequence, anchor_hash) ON quarantine TO spendweir_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger_verification_failure TO spendweir_app;
