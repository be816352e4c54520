-- Notifications of approvals: where they are sent, and what is still to be sent (spec 9.2).

CREATE TABLE notification_endpoint (
    tenant_id   text NOT NULL REFERENCES tenant,
    endpoint_id text NOT NULL CHECK (endpoint_id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
    format      text NOT NULL CHECK (format IN ('standard', 'slack')),
    events      text[] NOT NULL,
    enabled     boolean NOT NULL,
    -- Why it was switched off, when the receiver asked for it.
    gone_at     timestamptz(3),
    -- Scheme, host and port of the address; the rest of it may be a secret and is sealed with the key.
    origin      text NOT NULL,
    -- AES-256-GCM under a key that the database never sees: 12 bytes of nonce, then ciphertext and tag.
    sealed      bytea NOT NULL CHECK (octet_length(sealed) BETWEEN 28 AND 8192),
    created_at  timestamptz(3) NOT NULL,
    updated_at  timestamptz(3) NOT NULL,
    PRIMARY KEY (tenant_id, endpoint_id),
    CONSTRAINT notification_endpoint_gone CHECK (gone_at IS NULL OR NOT enabled)
);
CREATE CONSTRAINT TRIGGER governed AFTER INSERT OR UPDATE OR DELETE ON notification_endpoint
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();
GRANT SELECT, INSERT, DELETE ON notification_endpoint TO spendweir_app;
GRANT UPDATE (format, events, enabled, gone_at, origin, sealed, updated_at) ON notification_endpoint TO spendweir_app;

-- One message to one endpoint, written in the transaction of what it tells.
CREATE TABLE notification (
    tenant_id       text NOT NULL,
    notification_id uuid NOT NULL,
    endpoint_id     text NOT NULL,
    event           text NOT NULL,
    approval_id     uuid NOT NULL,
    -- What happened, as it was then.
    body            jsonb NOT NULL,
    status          text NOT NULL CHECK (status IN ('queued', 'sent', 'dead')),
    created_at      timestamptz(3) NOT NULL,
    due_at          timestamptz(3) NOT NULL,
    lease_id        uuid,
    leased_until    timestamptz(3),
    attempts        integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    first_tried_at  timestamptz(3),
    last_error      text,
    finished_at     timestamptz(3),
    PRIMARY KEY (tenant_id, notification_id),
    FOREIGN KEY (tenant_id, endpoint_id) REFERENCES notification_endpoint ON DELETE CASCADE,
    CONSTRAINT notification_finished CHECK ((status = 'queued') = (finished_at IS NULL))
) WITH (fillfactor = 80);
CREATE INDEX notification_queued ON notification (tenant_id, due_at) WHERE status = 'queued';
CREATE INDEX notification_of_endpoint ON notification (tenant_id, endpoint_id) WHERE status = 'queued';
CREATE INDEX notification_finished ON notification (tenant_id, finished_at) WHERE status <> 'queued';
GRANT SELECT, INSERT, DELETE ON notification TO spendweir_app;
GRANT UPDATE (status, due_at, lease_id, leased_until, attempts, first_tried_at, last_error, finished_at) ON notification
    TO spendweir_app;

-- A sender does not know its tenants, as a sweeper does not.
CREATE FUNCTION tenants_with_due_notifications(at timestamptz) RETURNS SETOF text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = spendweir, pg_temp
AS $$
BEGIN
    PERFORM set_config('spendweir.sweeping', 'on', true);
    RETURN QUERY
        SELECT DISTINCT n.tenant_id FROM notification n
        WHERE n.status = 'queued' AND n.due_at <= at AND (n.leased_until IS NULL OR n.leased_until <= at);
    PERFORM set_config('spendweir.sweeping', '', true);
END
$$;
REVOKE ALL ON FUNCTION tenants_with_due_notifications(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_due_notifications(timestamptz) TO spendweir_app;
CREATE POLICY sweep_lookup ON notification FOR SELECT TO spendweir_migrator
    USING (current_setting('spendweir.sweeping', true) = 'on');

-- Dead letters of notifications lie beside those of ingest; a replay is asked for by one person and granted by another.
ALTER TABLE dead_letter ADD COLUMN kind text NOT NULL DEFAULT 'ingest' CHECK (kind IN ('ingest', 'notification'));
ALTER TABLE dead_letter ADD COLUMN replay_requested_by text;
ALTER TABLE dead_letter ADD COLUMN replay_requested_at timestamptz(3);
ALTER TABLE dead_letter ADD COLUMN replayed_by text;
ALTER TABLE dead_letter ADD COLUMN replayed_at timestamptz(3);
ALTER TABLE dead_letter ADD CONSTRAINT dead_letter_replay CHECK (
    (replay_requested_by IS NULL) = (replay_requested_at IS NULL)
    AND (replayed_by IS NULL) = (replayed_at IS NULL)
    AND (replayed_by IS NULL OR replay_requested_by <> replayed_by));
GRANT UPDATE (replay_requested_by, replay_requested_at, replayed_by, replayed_at) ON dead_letter TO spendweir_app;
