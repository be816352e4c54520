-- Whose rows there are, and the bounds of a gate transaction. Every statement of it takes a few rows by their keys; a plan made
-- while a table was new and small would read the whole of it for as long as the connection lives. And such statements have one
-- good plan, whatever they are given: it is not to be made anew each time. What is asked for in an index's order is to go by that
-- index: another one and a sort look cheaper where the tenant is thought to have few rows. A bitmap is for many rows; for one it is
-- the dearer way to the same index, and is taken where row-level security says "this tenant or one of these".
SELECT set_config('spendweir.tenant_id', ?, true), set_config('spendweir.tenant_ids', ?, true),
       set_config('synchronous_commit', 'on', true), set_config('lock_timeout', ?, true),
       set_config('statement_timeout', ?, true), set_config('transaction_timeout', ?, true),
       set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
       set_config('enable_mergejoin', 'off', true), set_config('enable_sort', 'off', true),
       set_config('enable_bitmapscan', 'off', true),
       set_config('plan_cache_mode', 'force_generic_plan', true)
