package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.NaiveEd25519;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Makes a token, right or wrong in any part. Unchanged it is the token of the vectors' approval, signed by the active key; every
 * method changes one thing of it.
 */
final class Forge {
    /** Signs the vectors' tokens. Test keys: their private halves are public on purpose. */
    static final byte[] ACTIVE = seed(1);

    static final byte[] NEXT = seed(2);
    static final byte[] RETIRING = seed(3);
    static final byte[] RETIRED = seed(4);
    static final byte[] FULLY_SPECIFIED = seed(5);
    static final byte[] STRANGER = seed(99);

    /** Public keys by private ones: the naive arithmetic is slow. */
    private static final Map<String, String> POINTS = new HashMap<>();

    private static final Map<String, Object> HEADER =
            Quoted.object("{'alg':'EdDSA','kid':'k-active','typ':'spendweir-approval+jwt'}");

    static final Map<String, Object> CLAIMS = Quoted.object(
            "{'iss':'https://gate.example','aud':'spendweir-approval','sub':'user:ana','jti':'t-1','iat':1773223000,"
                    + "'nbf':1773223000,'exp':1773223900,'token_type':'enforcement_approval','tenant_id':'acme',"
                    + "'project_id':'payments','environment':'prod','source':'terraform','decision_id':'d-1',"
                    + "'approval_id':'a-1','fingerprint':'" + "f1".repeat(32) + "','scope_fingerprint':'"
                    + "5c".repeat(32) + "','binding':'exact','currency':'USD','resource_reference':'state/payments',"
                    + "'plan_content_sha256':'" + "9a".repeat(32) + "','max_monthly_delta':'500',"
                    + "'max_hourly_delta':'0.68'}");

    private final Map<String, Object> header = new LinkedHashMap<>(HEADER);
    private final Map<String, Object> claims = new LinkedHashMap<>(CLAIMS);
    private byte[] seed = ACTIVE;
    private byte[] rawHeader;
    private byte[] rawPayload;
    private UnaryOperator<byte[]> signature = bytes -> bytes;
    private UnaryOperator<String> text = whole -> whole;

    private static byte[] seed(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return seed;
    }

    /** Header members put over or beside those of the token. */
    Forge header(String patch) {
        header.putAll(Quoted.object(patch));
        return this;
    }

    Forge withoutHeader(String name) {
        header.remove(name);
        return this;
    }

    /** Claims put over or beside those of the token. */
    Forge claims(String patch) {
        claims.putAll(Quoted.object(patch));
        return this;
    }

    Forge claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    Forge withoutClaim(String name) {
        claims.remove(name);
        return this;
    }

    /** The header's bytes in place of its members, single quotes for double ones. */
    Forge rawHeader(String json) {
        rawHeader = utf8(json.replace('\'', '"'));
        return this;
    }

    Forge rawHeader(byte[] bytes) {
        rawHeader = bytes;
        return this;
    }

    Forge rawPayload(String json) {
        rawPayload = utf8(json);
        return this;
    }

    /** Another private key than the header says. */
    Forge signedBy(byte[] other) {
        seed = other;
        return this;
    }

    /** The signature changed after signing. */
    Forge signature(UnaryOperator<byte[]> change) {
        signature = change;
        return this;
    }

    /** The whole text changed at last. */
    Forge text(UnaryOperator<String> change) {
        text = change;
        return this;
    }

    /** The payload as JSON text. */
    static String payload(Map<String, Object> claims) {
        return Json.write(claims);
    }

    /** The token. */
    String make() {
        byte[] head = rawHeader == null ? utf8(Json.write(header)) : rawHeader;
        byte[] body = rawPayload == null ? utf8(Json.write(claims)) : rawPayload;
        String signed = base64(head) + "." + base64(body);
        byte[] bytes = signature.apply(NaiveEd25519.sign(seed, signed.getBytes(StandardCharsets.US_ASCII)));
        return text.apply(signed + "." + base64(bytes));
    }

    /** The public JWKs of the vectors' key set, by kid. */
    static Map<String, Object> jwks(String... extra) {
        List<Object> keys = new ArrayList<>();
        keys.add(jwk("k-active", ACTIVE, "{}"));
        keys.add(jwk("k-next", NEXT, "{'status':'next'}"));
        keys.add(jwk("k-retiring", RETIRING, "{'status':'retiring'}"));
        keys.add(jwk("k-retired", RETIRED, "{'status':'retired'}"));
        keys.add(jwk("k-9864", FULLY_SPECIFIED, "{'alg':'Ed25519'}"));
        for (String jwk : extra) {
            keys.add(Quoted.object(jwk));
        }
        return Json.object("keys", keys);
    }

    static Map<String, Object> jwk(String kid, byte[] seed, String patch) {
        Map<String, Object> jwk =
                Json.object("kty", "OKP", "crv", "Ed25519", "kid", kid, "alg", "EdDSA", "use", "sig", "x", x(seed));
        jwk.putAll(Quoted.object(patch));
        return jwk;
    }

    /** The public key of a seed as it is in a JWK. */
    static String x(byte[] seed) {
        return POINTS.computeIfAbsent(base64(seed), key -> base64(NaiveEd25519.publicKey(seed)));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
