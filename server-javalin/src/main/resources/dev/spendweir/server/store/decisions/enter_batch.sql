-- As enter.sql, on a connection of the writer's own: writer_session.sql has said the rest. And its turn goes from the session to the
-- transaction, so that it ends with that, while the session takes the next one, which nobody can have asked for before.
SELECT set_config('spendweir.tenant_id', ?, true), set_config('spendweir.tenant_ids', ?, true),
       set_config('lock_timeout', ?, true),
       set_config('statement_timeout', ?, true), set_config('transaction_timeout', ?, true),
       CASE WHEN pg_try_advisory_xact_lock(?) THEN pg_advisory_unlock(?) END, pg_advisory_lock(?)
