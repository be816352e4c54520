-- People through identity providers (spec 4.1): an actor can be locked out without being forgotten, and changes name the version
-- that they change.

ALTER TABLE actor ADD COLUMN version bigint NOT NULL DEFAULT 1 CHECK (version > 0);
ALTER TABLE actor ADD COLUMN disabled_at timestamptz(3);
GRANT UPDATE (version, disabled_at) ON actor TO spendweir_app;

-- The keys of a disabled actor are nobody's, like those of a removed one.
CREATE OR REPLACE FUNCTION find_credential(wanted_sha256 bytea)
    RETURNS TABLE (tenant_id text, plan text, key_id uuid, actor_id text, display_name text, role text,
                   permissions text[], actor_projects text[], actor_environment_classes text[], actor_sources text[],
                   key_projects text[], key_environment_classes text[], key_sources text[],
                   expires_at timestamptz, revoked_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = spendweir, pg_temp
AS $$
    SELECT k.tenant_id, t.plan, k.key_id, a.actor_id, a.display_name, a.role,
           a.permissions, a.projects, a.environment_classes, a.sources,
           k.projects, k.environment_classes, k.sources, k.expires_at, k.revoked_at
    FROM api_key k
    JOIN actor a ON a.tenant_id = k.tenant_id AND a.actor_id = k.actor_id
                AND a.deleted_at IS NULL AND a.disabled_at IS NULL
    JOIN tenant t ON t.tenant_id = k.tenant_id
    WHERE k.key_sha256 = wanted_sha256
$$;
