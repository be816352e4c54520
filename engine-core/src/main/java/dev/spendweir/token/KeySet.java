package dev.spendweir.token;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.reading.Findings;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.signature.Ed25519;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The public keys that tokens are verified with: a JWK set (RFC 7517). As the RFC says, a key that we do not understand
 * (another type, curve, algorithm or use, a bad {@code x}, no {@code kid}) is as good as absent. Immutable and thread-safe.
 */
public final class KeySet {
    private static final String FOR_SIGNATURES = "sig";

    private final Map<String, VerificationKey> keys;

    private KeySet(Map<String, VerificationKey> keys) {
        this.keys = keys;
    }

    /**
     * A set of keys, in this order.
     *
     * @throws IllegalArgumentException when two have the same kid
     */
    public static KeySet of(List<VerificationKey> keys) {
        Map<String, VerificationKey> byKid = new LinkedHashMap<>();
        for (VerificationKey key : keys) {
            if (byKid.put(key.kid(), key) != null) {
                throw new IllegalArgumentException("two keys are called " + key.kid());
            }
        }
        return new KeySet(byKid);
    }

    /**
     * Reads {@code {"keys": [JWK]}}; a JWK may have our member {@code status}, by default {@code active} (spec 8). Other
     * members are ignored.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code INVALID_FIELD} with all findings: no object, no list of
     *     objects, an unknown status, two keys that we understand with one kid
     */
    public static KeySet read(@Nullable JsonValue document) {
        Findings findings = new Findings();
        KeySet set = read(document, "", findings);
        findings.throwIfAny();
        return set;
    }

    /** Reads a set at a place of a bigger document; what is wrong with it is left among the findings. */
    static KeySet read(@Nullable JsonValue document, String pointer, Findings findings) {
        Map<String, VerificationKey> keys = new LinkedHashMap<>();
        JsonValue list = document instanceof JsonObject object ? object.get("keys") : null;
        if (!(document instanceof JsonObject)) {
            findings.add(ErrorCode.INVALID_FIELD, pointer, "a JWK set is an object {\"keys\": [...]}");
        } else if (!(list instanceof JsonArray)) {
            findings.add(ErrorCode.INVALID_FIELD, JsonPointer.member(pointer, "keys"), "a list of JWKs is expected");
        }
        List<JsonValue> elements = list instanceof JsonArray array ? array.elements() : List.of();
        for (int i = 0; i < elements.size(); i++) {
            String at = JsonPointer.element(JsonPointer.member(pointer, "keys"), i);
            VerificationKey key = key(elements.get(i), at, findings);
            if (key != null && keys.putIfAbsent(key.kid(), key) != null) {
                findings.add(ErrorCode.INVALID_FIELD, JsonPointer.member(at, "kid"), "an earlier key has this kid");
            }
        }
        return new KeySet(keys);
    }

    /** The key; null when it is not one of ours, or bad. */
    private static @Nullable VerificationKey key(JsonValue element, String at, Findings findings) {
        if (!(element instanceof JsonObject jwk)) {
            findings.add(ErrorCode.INVALID_FIELD, at, "a JWK is an object");
            return null;
        }
        JsonValue written = jwk.getNonNull("status");
        KeyStatus status = written == null
                ? KeyStatus.ACTIVE
                : KeyStatus.ofWireName(textOr(written, "")).orElse(null);
        if (status == null) {
            findings.add(
                    ErrorCode.INVALID_FIELD,
                    JsonPointer.member(at, "status"),
                    "one of next, active, retiring, retired is expected");
            return null;
        }
        return understood(jwk, status);
    }

    private static @Nullable VerificationKey understood(JsonObject jwk, KeyStatus status) {
        TokenAlgorithm algorithm = TokenAlgorithm.ofWireName(member(jwk, "alg", TokenAlgorithm.EDDSA.wireName()))
                .orElse(null);
        String kid = member(jwk, "kid", "");
        byte[] point = Base64Url.decode(member(jwk, "x", ""));
        boolean forSigning = member(jwk, "use", FOR_SIGNATURES).equals(FOR_SIGNATURES);
        boolean onOurCurve =
                member(jwk, "kty", "").equals("OKP") && member(jwk, "crv", "").equals("Ed25519");
        if (algorithm == null || kid.isEmpty() || point == null || !forSigning || !onOurCurve) {
            return null;
        }
        return point.length == Ed25519.PUBLIC_KEY_BYTES ? new VerificationKey(kid, algorithm, point, status) : null;
    }

    /** A member's text; what stands for an absent one; the empty text, which nothing of ours is, for what is no text. */
    private static String member(JsonObject jwk, String name, String absent) {
        JsonValue value = jwk.getNonNull(name);
        return value == null ? absent : textOr(value, "");
    }

    private static String textOr(JsonValue value, String otherwise) {
        return value instanceof JsonString text ? text.value() : otherwise;
    }

    /** The key of that name, retired or not. */
    public Optional<VerificationKey> find(String kid) {
        return Optional.ofNullable(keys.get(kid));
    }

    /** All keys, in order. */
    public List<VerificationKey> keys() {
        return List.copyOf(keys.values());
    }

    /** The set as it is published: every key that verifies, in order, without {@code status}. */
    public JsonObject toJwks() {
        return JsonObject.builder()
                .put(
                        "keys",
                        JsonArray.of(keys.values().stream()
                                .filter(key -> key.status().verifies())
                                .map(VerificationKey::toJwk)))
                .build();
    }
}
