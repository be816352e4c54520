-- As enter.sql, on a connection of the writer's own: writer_session.sql has said the rest.
SELECT set_config('spendweir.tenant_id', ?, true), set_config('spendweir.tenant_ids', ?, true),
       set_config('lock_timeout', ?, true),
       set_config('statement_timeout', ?, true), set_config('transaction_timeout', ?, true)
