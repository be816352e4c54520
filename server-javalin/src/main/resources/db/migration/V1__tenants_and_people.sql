-- Tenants, their people and services, and the credentials they call with (spec 4.1).
-- Every table of a tenant has row-level security, ENABLEd and FORCEd: the setting spendweir.tenant_id, made LOCAL to
-- each transaction, names the only tenant whose rows are there. Unset means no rows. The policies themselves are made by
-- afterMigrate__row_level_security.sql for every table that has a tenant_id.
--
-- Tables that are written with every decision have no foreign key to tenant: their rows are only taken together with a
-- move of the tenant's ledger head (see require_ledger_entry), which has one.

CREATE TABLE tenant (
    tenant_id  text PRIMARY KEY CHECK (tenant_id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
    plan       text NOT NULL CHECK (plan IN ('free', 'starter', 'growth', 'pro', 'enterprise')),
    created_at timestamptz(3) NOT NULL
);

CREATE TABLE actor (
    tenant_id           text NOT NULL REFERENCES tenant,
    actor_id            text NOT NULL CHECK (actor_id ~ '^[^\s].{0,127}$'),
    display_name        text,
    role                text NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
    permissions         text[] NOT NULL,
    projects            text[],
    environment_classes text[],
    sources             text[],
    created_at          timestamptz(3) NOT NULL,
    updated_at          timestamptz(3) NOT NULL,
    deleted_at          timestamptz(3),
    PRIMARY KEY (tenant_id, actor_id)
);

-- A name that an identity provider or a cluster uses for an actor; it must not lead to two of them.
CREATE TABLE actor_alias (
    tenant_id text NOT NULL,
    alias     text NOT NULL CHECK (length(alias) BETWEEN 1 AND 256),
    actor_id  text NOT NULL,
    PRIMARY KEY (tenant_id, alias),
    FOREIGN KEY (tenant_id, actor_id) REFERENCES actor
);

CREATE TABLE api_key (
    tenant_id           text NOT NULL,
    key_id              uuid NOT NULL,
    key_sha256          bytea NOT NULL UNIQUE CHECK (octet_length(key_sha256) = 32),
    actor_id            text NOT NULL,
    name                text NOT NULL,
    projects            text[],
    environment_classes text[],
    sources             text[],
    created_at          timestamptz(3) NOT NULL,
    expires_at          timestamptz(3),
    revoked_at          timestamptz(3),
    PRIMARY KEY (tenant_id, key_id),
    FOREIGN KEY (tenant_id, actor_id) REFERENCES actor
);
CREATE INDEX api_key_of_actor ON api_key (tenant_id, actor_id);

-- Before a credential is known there is no tenant to set. This function is the one way around that, and as narrow as
-- can be: the hash of a whole key in, its one row out. It runs as the migrator, which the policies below let read.
CREATE FUNCTION find_credential(wanted_sha256 bytea)
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
    JOIN actor a ON a.tenant_id = k.tenant_id AND a.actor_id = k.actor_id AND a.deleted_at IS NULL
    JOIN tenant t ON t.tenant_id = k.tenant_id
    WHERE k.key_sha256 = wanted_sha256
$$;
REVOKE ALL ON FUNCTION find_credential(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_credential(bytea) TO spendweir_app;

CREATE POLICY credential_lookup ON tenant FOR SELECT TO spendweir_migrator USING (true);
CREATE POLICY credential_lookup ON actor FOR SELECT TO spendweir_migrator USING (true);
CREATE POLICY credential_lookup ON api_key FOR SELECT TO spendweir_migrator USING (true);

GRANT SELECT, INSERT ON tenant TO spendweir_app;
GRANT UPDATE (plan) ON tenant TO spendweir_app;
GRANT SELECT, INSERT ON actor TO spendweir_app;
GRANT UPDATE (display_name, role, permissions, projects, environment_classes, sources, updated_at, deleted_at)
    ON actor TO spendweir_app;
GRANT SELECT, INSERT, DELETE ON actor_alias TO spendweir_app;
GRANT SELECT, INSERT ON api_key TO spendweir_app;
GRANT UPDATE (revoked_at) ON api_key TO spendweir_app;
