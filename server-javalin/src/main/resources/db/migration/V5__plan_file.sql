-- The binary plan that a decision was asked for (spec 5.1): beside the request, in no fingerprint.

ALTER TABLE decision ADD COLUMN plan_file_sha256 bytea CHECK (octet_length(plan_file_sha256) = 32);
