-- Payloads are looked for by the id of their entry alone, and ids ascend with time: with the id first every new one goes to the
-- index's last page, which then stays full, instead of splitting the middle of it.
ALTER TABLE ledger_payload DROP CONSTRAINT ledger_payload_pkey, ADD PRIMARY KEY (entry_id, tenant_id);
