-- Policies, budgets, credits and cost (spec 1.3, 3.2, 5.4). Amounts are micro-units (10^-6) of the policy's currency.

CREATE TABLE policy_version (
    tenant_id  text NOT NULL REFERENCES tenant,
    version    bigint NOT NULL CHECK (version >= 1),
    schema_id  text NOT NULL,
    canonical  bytea NOT NULL,
    sha256     bytea NOT NULL CHECK (octet_length(sha256) = 32),
    document   jsonb NOT NULL,
    created_at timestamptz(3) NOT NULL,
    created_by text NOT NULL,
    PRIMARY KEY (tenant_id, version)
);

CREATE TABLE budget (
    tenant_id            text NOT NULL REFERENCES tenant,
    project_id           text NOT NULL CHECK (length(project_id) BETWEEN 1 AND 128),
    monthly_limit_micros bigint NOT NULL CHECK (monthly_limit_micros >= 0),
    updated_at           timestamptz(3) NOT NULL,
    updated_by           text NOT NULL,
    PRIMARY KEY (tenant_id, project_id)
);

CREATE TABLE credit_grant (
    tenant_id          text NOT NULL REFERENCES tenant,
    grant_id           uuid NOT NULL,
    pool               text NOT NULL CHECK (pool IN ('reserved', 'emergency')),
    project_id         text CHECK (length(project_id) BETWEEN 1 AND 128),
    original_micros    bigint NOT NULL,
    remaining_micros   bigint NOT NULL CHECK (remaining_micros >= 0),
    reserved_micros    bigint NOT NULL CHECK (reserved_micros >= 0),
    consumed_micros    bigint NOT NULL CHECK (consumed_micros >= 0),
    written_off_micros bigint NOT NULL CHECK (written_off_micros >= 0),
    priority           integer NOT NULL,
    expires_at         timestamptz(3),
    created_at         timestamptz(3) NOT NULL,
    created_by         text NOT NULL,
    note               text,
    PRIMARY KEY (tenant_id, grant_id),
    CONSTRAINT credit_grant_conserved
        CHECK (remaining_micros + reserved_micros + consumed_micros + written_off_micros = original_micros)
);
CREATE INDEX credit_grant_open ON credit_grant (tenant_id, project_id) WHERE remaining_micros > 0;

-- One figure per day and project; project null is the whole tenant. The last event by its own created_at wins.
CREATE TABLE cost_day (
    tenant_id        text NOT NULL REFERENCES tenant,
    project_id       text CHECK (length(project_id) BETWEEN 1 AND 128),
    day              date NOT NULL,
    amount_micros    bigint NOT NULL,
    final            boolean NOT NULL,
    event_created_at timestamptz(3) NOT NULL,
    event_id         text NOT NULL,
    stored_at        timestamptz NOT NULL,
    UNIQUE NULLS NOT DISTINCT (tenant_id, day, project_id)
);

-- `version` counts every change of what a snapshot may read, so a server knows whether what it cached still holds.
CREATE TABLE cost_state (
    tenant_id            text PRIMARY KEY REFERENCES tenant,
    version              bigint NOT NULL CHECK (version >= 0),
    complete_through     date,
    watermark_created_at timestamptz(3)
) WITH (fillfactor = 50);

CREATE TABLE cost_history (
    tenant_id text NOT NULL,
    sha256    bytea NOT NULL CHECK (octet_length(sha256) = 32),
    canonical bytea NOT NULL,
    PRIMARY KEY (tenant_id, sha256)
);

CREATE TABLE ingest_event (
    tenant_id   text NOT NULL,
    event_id    text NOT NULL CHECK (length(event_id) BETWEEN 1 AND 256),
    received_at timestamptz(3) NOT NULL,
    response    jsonb NOT NULL,
    PRIMARY KEY (tenant_id, event_id)
);

CREATE TABLE dead_letter (
    tenant_id      text NOT NULL REFERENCES tenant,
    dead_letter_id uuid NOT NULL,
    event_id       text,
    reason         text NOT NULL,
    pointer        text NOT NULL,
    detail         text NOT NULL,
    payload        text NOT NULL,
    trace_id       text,
    first_seen     timestamptz(3) NOT NULL,
    last_seen      timestamptz(3) NOT NULL,
    seen_count     bigint NOT NULL CHECK (seen_count >= 1),
    PRIMARY KEY (tenant_id, dead_letter_id),
    UNIQUE NULLS NOT DISTINCT (tenant_id, event_id, reason)
);

CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON policy_version
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON cost_history
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE CONSTRAINT TRIGGER governed AFTER INSERT ON policy_version
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();
CREATE CONSTRAINT TRIGGER governed AFTER INSERT OR UPDATE OR DELETE ON budget
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();
CREATE CONSTRAINT TRIGGER governed AFTER INSERT OR UPDATE OR DELETE ON credit_grant
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();

GRANT SELECT, INSERT ON policy_version, cost_history, ingest_event TO spendweir_app;
GRANT SELECT, INSERT, DELETE ON budget TO spendweir_app;
GRANT UPDATE (monthly_limit_micros, updated_at, updated_by) ON budget TO spendweir_app;
GRANT SELECT, INSERT ON credit_grant TO spendweir_app;
GRANT UPDATE (remaining_micros, reserved_micros, consumed_micros, written_off_micros) ON credit_grant TO spendweir_app;
GRANT SELECT, INSERT ON cost_day, cost_state, dead_letter TO spendweir_app;
GRANT UPDATE (amount_micros, final, event_created_at, event_id, stored_at) ON cost_day TO spendweir_app;
GRANT UPDATE (version, complete_through, watermark_created_at) ON cost_state TO spendweir_app;
GRANT UPDATE (pointer, detail, payload, trace_id, last_seen, seen_count) ON dead_letter TO spendweir_app;
