-- The plan file that a pipeline said it was about to apply when it used an approval (spec 11): for the record, beside what the
-- ledger tells of the use.

ALTER TABLE approval_consumption ADD COLUMN plan_file_sha256 text CHECK (plan_file_sha256 ~ '^[0-9a-f]{64}$');
