package dev.spendweir.rejection;

/**
 * Every code with which a bad call can be refused, with the HTTP status that a server answers it with.
 *
 * <p>The list is append-only: a code never changes its meaning and is never reused (spec 4.3). A denial is not an error;
 * its reasons are {@code dev.spendweir.vocabulary.ReasonCode}.
 */
public enum ErrorCode {
    // Amounts (spec 1.1)
    INVALID_AMOUNT(422, "The text is not a decimal amount."),
    AMOUNT_OUT_OF_RANGE(422, "The amount, or a sum made from it, is beyond what can be represented."),
    // Requests (spec 1.2)
    INVALID_FIELD(422, "The value of a field breaks the field's rule."),
    FIELD_REQUIRED(422, "A required field is missing or null."),
    UNKNOWN_FIELD(422, "The document has a field that the schema does not know."),
    CURRENCY_MISMATCH(422, "The amount is in another currency than the policy's."),
    // Policies (spec 1.3)
    POLICY_INVALID(422, "A value in the policy breaks a rule or contradicts another value."),
    POLICY_UNKNOWN_FIELD(422, "The policy has a field that its schema does not know."),
    POLICY_SCHEMA_UNSUPPORTED(422, "The policy names a schema that this version cannot read."),
    // Snapshots, clock, JSON texts, protocol (spec 1.4, 8, 10)
    INVALID_SNAPSHOT(422, "The snapshot is malformed."),
    INVALID_CLOCK_TIME(422, "The clock time is missing or not an RFC 3339 UTC time."),
    INVALID_JSON(400, "The text is not valid I-JSON."),
    MALFORMED_REQUEST(400, "The protocol line is not a request."),
    OP_UNSUPPORTED(400, "The operation is unknown here."),
    // Terraform and prices (spec 5.1)
    PLAN_INVALID(422, "The document is not a Terraform plan in JSON."),
    PLAN_FORMAT_UNSUPPORTED(422, "The plan's format_version is not one this version can read."),
    PLAN_ERRORED(422, "The plan says that planning failed."),
    PLAN_INCOMPLETE(422, "The plan says that it is not complete."),
    INFRACOST_INVALID(422, "The document is not an Infracost output."),
    INFRACOST_MISMATCH(422, "An Infracost entry with a difference matches no address of the plan."),
    PRICE_SHEET_INVALID(422, "The price sheet is malformed."),
    PLAN_ACTION_UNSUPPORTED(422, "The plan has a change with actions that this version does not know."),
    INFRACOST_NO_BASELINE(422, "The Infracost output states costs but no difference, and no plan says what changes."),
    DELTAS_WITH_PLAN(
            422, "Explicit deltas came together with a plan or an Infracost output, which the price is made from."),
    // HTTP (spec 4.3)
    MALFORMED_JSON(400, "The body is not valid JSON."),
    MALFORMED_YAML(400, "The body is not valid YAML, or uses more of it than JSON can say."),
    BODY_UNREADABLE(400, "The body could not be read to its end."),
    MALFORMED_HTTP(400, "The message is not valid HTTP."),
    URI_TOO_LONG(414, "The request line is longer than the server takes."),
    HEADERS_TOO_LARGE(431, "The header fields are larger than the server takes."),
    REQUEST_TIMEOUT(408, "The body did not arrive in time."),
    DUPLICATE_KEY(400, "An object in the body has the same key twice."),
    UNSUPPORTED_MEDIA_TYPE(415, "The content type or encoding is not accepted here."),
    BODY_TOO_LARGE(413, "The body is larger than this route takes."),
    BODY_REQUIRED(400, "The route needs a body."),
    INVALID_PARAMETER(422, "A query parameter or header breaks its rule."),
    UNKNOWN_PARAMETER(422, "The route has no such query parameter."),
    IDEMPOTENCY_KEY_INVALID(400, "The idempotency key is not 4 to 255 visible ASCII characters."),
    CONTRACT_VERSION_UNSUPPORTED(400, "The server does not speak the contract version asked for."),
    AUTHENTICATION_REQUIRED(401, "The call carries no valid credential."),
    PERMISSION_MISSING(403, "The caller's role or permissions do not allow this."),
    TENANT_MISMATCH(403, "The body or path names another tenant than the credential's."),
    REQUESTER_MISMATCH(403, "The caller may not ask in somebody else's name."),
    PROJECT_NOT_ALLOWED(403, "The credential is not for this project."),
    ENVIRONMENT_NOT_ALLOWED(403, "The credential is not for this environment class."),
    SOURCE_NOT_ALLOWED(403, "The credential is not for this source."),
    FEATURE_NOT_IN_PLAN(403, "The tenant's plan does not have this feature."),
    NOT_FOUND(404, "There is no such thing, or it is another tenant's."),
    METHOD_NOT_ALLOWED(405, "The path does not have this method."),
    IDEMPOTENCY_KEY_REUSED(409, "The idempotency key was used for another request."),
    FINGERPRINT_MISMATCH(409, "The request's fingerprint is not the one expected."),
    LAST_OWNER(409, "The tenant would be left without an owner."),
    CONFLICT(409, "The state of the thing does not allow this now."),
    RESERVATION_NOT_ACTIVE(409, "The hold is closed."),
    RESERVATION_NOT_CONFIRMED(409, "The hold is not confirmed."),
    STALE_VERSION(412, "The If-Match version is not the current one."),
    PRECONDITION_REQUIRED(428, "The route needs an If-Match header."),
    RATE_LIMITED(429, "Too many calls."),
    TOO_MANY_PENDING(429, "Too many approvals are pending."),
    BODY_BUDGET_EXHAUSTED(429, "Too many large bodies are being read at once."),
    INTERNAL_ERROR(500, "The server failed; the request id finds it in the log."),
    STORE_UNAVAILABLE(503, "The store cannot be reached."),
    OVERLOADED(503, "The server has no room for this call now."),
    IDENTITY_PROVIDER_UNAVAILABLE(503, "The keys of the credential's issuer cannot be had now."),
    AUDIT_QUARANTINE(503, "The tenant's ledger is quarantined."),
    // Approvals (spec 2.1, 2.2, 10 A92-A94)
    REVIEWER_ROLE_NOT_ALLOWED(403, "The route does not let the reviewer's role decide."),
    SEPARATION_OF_DUTIES(403, "Whoever asked may not decide."),
    ALREADY_REVIEWED(403, "The reviewer has given a verdict already."),
    APPROVAL_NOT_PENDING(409, "The approval is decided or withdrawn."),
    APPROVAL_NOT_APPROVED(409, "The approval is not approved."),
    APPROVAL_EXPIRED(409, "The approval's deadline has passed."),
    APPROVAL_NOT_EXPIRED(409, "The approval's deadline has not passed yet."),
    TOKEN_ALREADY_CONSUMED(409, "The approval was used before."),
    TOKEN_MALFORMED(400, "The token is not three parts of base64url with two JSON objects, or is too long."),
    TOKEN_HEADER_REJECTED(403, "A header of the token is not one of ours, or its alg is not its key's."),
    TOKEN_KEY_UNKNOWN(403, "No key that verifies has the token's kid."),
    TOKEN_SIGNATURE_INVALID(403, "The signature is not the key's on this token."),
    TOKEN_CLAIMS_INVALID(403, "A claim is missing, has a wrong type, or is not that of an approval token."),
    TOKEN_NOT_YET_VALID(403, "The token's time has not come yet."),
    TOKEN_EXPIRED(403, "The token's time has passed."),
    TOKEN_BINDING_MISMATCH(403, "The token was made for another change."),
    COST_BOUND_EXCEEDED(403, "The change costs more than the token allows."),
    CHANGE_MOVED_ON(409, "A later decision about the change took the place of the approved one."),
    // Holds (spec 3.2, 10 R2, R3)
    RESERVATION_UNKNOWN(404, "There is no such hold."),
    RESERVATION_EXISTS(409, "There is a hold with this id already."),
    BUDGET_EXCEEDED(409, "The project's budget has not that much left."),
    GRANT_UNKNOWN(409, "There is no such credit."),
    GRANT_NOT_ALLOWED(409, "The credit is another project's, or in another pool."),
    GRANT_EXPIRED(409, "The credit has expired."),
    GRANT_EXHAUSTED(409, "The credit has not that much left."),
    // Ingest (spec 5.4)
    TENANT_ID_REQUIRED(400, "The envelope has no tenant_id."),
    EVENT_ID_REQUIRED(400, "The envelope has no event_id."),
    TRACE_ID_REQUIRED(400, "The envelope has no trace_id."),
    AGENT_ID_REQUIRED(400, "The envelope has no agent_id."),
    SCHEMA_VERSION_REQUIRED(400, "The envelope has no schema_version."),
    CREATED_AT_REQUIRED(400, "The envelope has no created_at."),
    SOURCE_REQUIRED(400, "The envelope has no source."),
    INTEGRITY_HASH_REQUIRED(400, "The envelope has no integrity_hash."),
    INTEGRITY_HASH_MISMATCH(400, "The integrity_hash is not that of the payload."),
    SCHEMA_VERSION_UNSUPPORTED(400, "The envelope's schema_version has another major version."),
    CREATED_AT_IN_FUTURE(400, "The envelope's created_at is too far ahead."),
    MALFORMED_CSV(400, "The body is not readable CSV with the columns that are needed."),
    // Ledger verification (spec 3.3)
    LEDGER_FILE_INVALID(422, "The ledger file is malformed."),
    NOTE_INVALID(422, "The text is not a signed note, or not a checkpoint."),
    VERIFIER_KEY_INVALID(422, "The text is not a verifier key."),
    CHECKPOINT_NOT_TRUSTED(422, "The checkpoint is not signed by a key that is known here, or is another chain's."),
    EXPORT_INVALID(422, "The files are not an export, or not those that its signature vouches for."),
    LEDGER_DAMAGED(409, "The ledger is damaged where the answer would come from; verify it."),
    // Run tasks and notifications (spec 5.1, 9.2)
    RUN_TASK_SIGNATURE_INVALID(401, "The signature is not that of the run task's key over the body."),
    URL_NOT_ALLOWED(422, "The URL is not one that this server may call."),
    SECRETS_KEY_MISSING(409, "The server has no key to keep the secret under, or not the one it was kept under."),
    // Configuration bundles (spec 3.4)
    CONFIG_SCHEMA_UNSUPPORTED(422, "The bundle names a schema that this version cannot read.");

    private final int httpStatus;
    private final String meaning;

    ErrorCode(int httpStatus, String meaning) {
        this.httpStatus = httpStatus;
        this.meaning = meaning;
    }

    /** The HTTP status (400..599) that a server answers this code with. */
    public int httpStatus() {
        return httpStatus;
    }

    /** One sentence in plain English, without details of a case. */
    public String meaning() {
        return meaning;
    }

    /** The code as it travels, in SCREAMING_SNAKE_CASE. */
    public String wireName() {
        return name();
    }
}
