-- One row for each control that does not hold.
WITH tenant_table AS (
    SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relispartition
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
    WHERE c.relnamespace = 'spendweir'::regnamespace AND c.relkind IN ('r', 'p')
),
append_only AS (
    SELECT c.oid, c.relname,
           bool_or(t.tgtype & 32 <> 0) AS refuses_truncate,
           bool_or(t.tgtype & 16 <> 0) AS refuses_update,
           bool_or(t.tgtype & 8 <> 0) AS refuses_delete
    FROM pg_class c
    LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND t.tgenabled IN ('O', 'A')
        AND t.tgfoid = 'spendweir.refuse_change()'::regprocedure
    WHERE c.relnamespace = 'spendweir'::regnamespace AND c.relkind IN ('r', 'p')
      AND (c.relname IN ('ledger_entry', 'ledger_payload', 'ledger_link', 'ledger_checkpoint', 'ledger_node', 'decision') OR c.relispartition)
    GROUP BY c.oid, c.relname
)
SELECT 'role_attributes' AS control, format('%s is superuser, or may bypass row security, create roles or databases',
                                            rolname) AS detail
FROM pg_roles
WHERE rolname IN ('spendweir_app', 'spendweir_auditor') AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)
UNION ALL
SELECT 'role', format('connections run as %s, not as spendweir_app', current_user)
WHERE current_user <> 'spendweir_app'
UNION ALL
SELECT 'login', format('the login %s is superuser or may bypass row security; give the server a login of its own',
                       session_user)
FROM pg_roles
WHERE rolname = session_user AND (rolsuper OR rolbypassrls)
UNION ALL
SELECT 'schema_owner', format('spendweir_app may change table %s', relname)
FROM pg_class
WHERE relnamespace = 'spendweir'::regnamespace AND relkind IN ('r', 'p')
  AND pg_has_role('spendweir_app', relowner, 'USAGE')
UNION ALL
SELECT 'schema_create', 'spendweir_app may create objects in schema spendweir'
WHERE has_schema_privilege('spendweir_app', 'spendweir', 'CREATE')
UNION ALL
SELECT 'row_security', format('row security is not forced on %s', relname)
FROM tenant_table
WHERE NOT (relrowsecurity AND relforcerowsecurity)
UNION ALL
SELECT 'row_policy', format('%s has no policy own_tenant', relname)
FROM tenant_table t
WHERE NOT relispartition AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND p.polname = 'own_tenant')
UNION ALL
SELECT 'append_only', format('%s lacks a trigger against UPDATE, DELETE or TRUNCATE', relname)
FROM append_only
WHERE NOT coalesce(refuses_truncate AND refuses_update AND refuses_delete, false)
UNION ALL
SELECT 'append_only_privilege', format('spendweir_app may %s %s', privilege, relname)
FROM append_only, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
WHERE has_table_privilege('spendweir_app', oid, privilege)
UNION ALL
SELECT 'durability', format('%s is %s, must be on', name, setting)
FROM pg_settings
WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes') AND setting <> 'on'
