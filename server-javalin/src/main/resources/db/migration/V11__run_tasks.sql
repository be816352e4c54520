-- Run tasks of HCP Terraform and Terraform Enterprise (spec 5.1): who may call, and what is still to be answered.

-- An approval can be used without a token, by the gate transaction of a run task (spec 2.3).
ALTER TABLE approval_consumption DROP CONSTRAINT approval_consumption_via_check;
ALTER TABLE approval_consumption ADD CONSTRAINT approval_consumption_via_check CHECK (via IN ('api', 'run_task'));
ALTER TABLE approval_consumption ALTER COLUMN token_id DROP NOT NULL;
ALTER TABLE approval_consumption ADD CONSTRAINT approval_consumption_token CHECK (
    (token_id IS NULL) = (via = 'run_task'));

-- One integration: a secret path and a key that belong to one tenant and one service identity.
CREATE TABLE run_task (
    tenant_id    text NOT NULL,
    run_task_id  uuid NOT NULL,
    name         text NOT NULL,
    actor_id     text NOT NULL,
    path_sha256  bytea NOT NULL UNIQUE CHECK (octet_length(path_sha256) = 32),
    -- AES-256-GCM under a key that the database never sees: 12 bytes of nonce, then ciphertext and tag.
    sealed_key   bytea NOT NULL CHECK (octet_length(sealed_key) BETWEEN 28 AND 1024),
    consume_at   text NOT NULL CHECK (consume_at IN ('pre_apply', 'post_plan')),
    -- [{workspace, project_id, environment}], the first that fits.
    workspaces   jsonb NOT NULL,
    created_at   timestamptz(3) NOT NULL,
    updated_at   timestamptz(3) NOT NULL,
    deleted_at   timestamptz(3),
    PRIMARY KEY (tenant_id, run_task_id),
    FOREIGN KEY (tenant_id, actor_id) REFERENCES actor
);
CREATE CONSTRAINT TRIGGER governed AFTER INSERT OR UPDATE OR DELETE ON run_task
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();
GRANT SELECT, INSERT ON run_task TO spendweir_app;
GRANT UPDATE (name, actor_id, consume_at, workspaces, updated_at, deleted_at) ON run_task TO spendweir_app;

-- A call to a secret path knows no tenant: the hash of the whole path in, its one row out, as find_credential.
CREATE FUNCTION find_run_task(wanted_sha256 bytea)
    RETURNS TABLE (tenant_id text, run_task_id uuid, sealed_key bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = spendweir, pg_temp
AS $$
    SELECT r.tenant_id, r.run_task_id, r.sealed_key FROM run_task r
    WHERE r.path_sha256 = wanted_sha256 AND r.deleted_at IS NULL
$$;
REVOKE ALL ON FUNCTION find_run_task(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_run_task(bytea) TO spendweir_app;
CREATE POLICY credential_lookup ON run_task FOR SELECT TO spendweir_migrator USING (true);

-- What was asked and how far its answer is. One row for each task result: asking again changes nothing.
CREATE TABLE run_task_result (
    tenant_id       text NOT NULL,
    run_task_id     uuid NOT NULL,
    task_result_id  text NOT NULL CHECK (length(task_result_id) BETWEEN 1 AND 128),
    -- The call without its token.
    request         jsonb NOT NULL,
    -- The token of the call, sealed as a key is; gone once nobody is to be told any more.
    sealed_token    bytea,
    status          text NOT NULL CHECK (status IN ('queued', 'waiting', 'answering', 'done', 'undeliverable')),
    received_at     timestamptz(3) NOT NULL,
    due_at          timestamptz(3) NOT NULL,
    lease_id        uuid,
    leased_until    timestamptz(3),
    -- Failures in a row of what is being tried.
    failures        integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
    -- How often the gate was asked a new question.
    turn            integer NOT NULL DEFAULT 0 CHECK (turn >= 0),
    told_at         timestamptz(3),
    approval_id     uuid,
    -- The last word, as it is sent.
    answer          jsonb,
    last_error      text,
    finished_at     timestamptz(3),
    PRIMARY KEY (tenant_id, run_task_id, task_result_id),
    FOREIGN KEY (tenant_id, run_task_id) REFERENCES run_task,
    CONSTRAINT run_task_result_token CHECK ((status IN ('done', 'undeliverable')) = (sealed_token IS NULL)),
    CONSTRAINT run_task_result_finished CHECK ((status IN ('done', 'undeliverable')) = (finished_at IS NOT NULL)),
    CONSTRAINT run_task_result_answer CHECK (status <> 'answering' OR answer IS NOT NULL),
    CONSTRAINT run_task_result_approval CHECK (status <> 'waiting' OR approval_id IS NOT NULL)
) WITH (fillfactor = 70);
CREATE INDEX run_task_result_open ON run_task_result (tenant_id, due_at)
    WHERE status IN ('queued', 'waiting', 'answering');
CREATE INDEX run_task_result_finished ON run_task_result (tenant_id, finished_at)
    WHERE status IN ('done', 'undeliverable');
GRANT SELECT, INSERT, DELETE ON run_task_result TO spendweir_app;
GRANT UPDATE (sealed_token, status, due_at, lease_id, leased_until, failures, turn, told_at, approval_id, answer,
              last_error, finished_at) ON run_task_result TO spendweir_app;

-- Whether a result is to be looked at: its time has come, or people decided what it waits for.
CREATE FUNCTION run_task_result_is_due(r run_task_result, at timestamptz) RETURNS boolean
    LANGUAGE sql STABLE
AS $$
    SELECT r.status IN ('queued', 'waiting', 'answering')
       AND (r.leased_until IS NULL OR r.leased_until <= at)
       AND (r.due_at <= at
            OR (r.status = 'waiting' AND r.failures = 0
                AND EXISTS (SELECT FROM spendweir.approval a
                            WHERE a.tenant_id = r.tenant_id AND a.approval_id = r.approval_id
                              AND a.status <> 'pending')))
$$;
GRANT EXECUTE ON FUNCTION run_task_result_is_due(run_task_result, timestamptz) TO spendweir_app;

-- A worker does not know its tenants, as a sweeper does not.
CREATE FUNCTION tenants_with_due_run_tasks(at timestamptz) RETURNS SETOF text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = spendweir, pg_temp
AS $$
BEGIN
    PERFORM set_config('spendweir.sweeping', 'on', true);
    RETURN QUERY
        SELECT DISTINCT r.tenant_id FROM run_task_result r
        WHERE r.status IN ('queued', 'waiting', 'answering') AND run_task_result_is_due(r, at);
    PERFORM set_config('spendweir.sweeping', '', true);
END
$$;
REVOKE ALL ON FUNCTION tenants_with_due_run_tasks(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_due_run_tasks(timestamptz) TO spendweir_app;
CREATE POLICY sweep_lookup ON run_task_result FOR SELECT TO spendweir_migrator
    USING (current_setting('spendweir.sweeping', true) = 'on');
