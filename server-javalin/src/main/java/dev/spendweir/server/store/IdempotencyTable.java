package dev.spendweir.server.store;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** First answers under an {@code Idempotency-Key}, for the routes that create something (spec 4.4). */
public final class IdempotencyTable {
    private static final int OK = 200;

    private IdempotencyTable() {}

    /**
     * Gives the answer of the first call under this key, or makes it now. Runs under the governance lock, so two calls
     * with one key cannot both be first.
     *
     * @param scope the route's name
     * @param key null: the caller gave none, and every call is a first one
     * @param payload what was asked, to tell a repeat from another request
     * @throws RejectedException {@code IDEMPOTENCY_KEY_REUSED} when the key was used for another payload
     */
    public static Stored<JsonObject> once(
            Governance.Change change,
            String scope,
            @Nullable String key,
            JsonObject payload,
            Supplier<JsonObject> make) {
        if (key == null) {
            return new Stored<>(make.get(), true);
        }
        byte[] fingerprint = HexFormat.of().parseHex(Sha256Hex.of(CanonicalJson.bytes(payload)));
        Optional<First> first = change.handle()
                .createQuery("""
                        SELECT fingerprint, response FROM idempotency
                        WHERE tenant_id = :tenant AND scope = :scope AND key = :key
                        """)
                .bind("tenant", change.caller().tenantId())
                .bind("scope", scope)
                .bind("key", key)
                .map((row, context) -> new First(row.getBytes("fingerprint"), row.getBytes("response")))
                .findOne();
        if (first.isPresent()) {
            return new Stored<>(replay(first.get(), fingerprint), false);
        }
        JsonObject response = make.get();
        insert(change, scope, key, fingerprint, response);
        return new Stored<>(response, true);
    }

    @SuppressWarnings("ArrayRecordComponent") // lives for one comparison
    private record First(byte[] fingerprint, byte[] response) {}

    private static JsonObject replay(First first, byte[] fingerprint) {
        if (!Arrays.equals(first.fingerprint(), fingerprint)) {
            throw new RejectedException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "the idempotency key was used for another request; use a new key for a new request");
        }
        return (JsonObject) JsonReader.read(first.response());
    }

    private static void insert(
            Governance.Change change, String scope, String key, byte[] fingerprint, JsonObject response) {
        change.handle()
                .createUpdate("""
                        INSERT INTO idempotency (tenant_id, scope, key, fingerprint, status, response, created_at)
                        VALUES (:tenant, :scope, :key, :fingerprint, :status, :response, :at)
                        """)
                .bind("tenant", change.caller().tenantId())
                .bind("scope", scope)
                .bind("key", key)
                .bind("fingerprint", fingerprint)
                .bind("status", OK)
                .bind("response", CanonicalJson.bytes(response))
                .bind("at", change.time())
                .execute();
    }
}
