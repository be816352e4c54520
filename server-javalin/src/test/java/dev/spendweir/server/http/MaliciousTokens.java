package dev.spendweir.server.http;

import static dev.spendweir.server.http.TokenForge.encode;
import static dev.spendweir.server.http.TokenForge.text;
import static dev.spendweir.server.http.TokenForge.utf8;

import dev.spendweir.token.Ed25519Signer;
import dev.spendweir.token.TokenAlgorithm;
import dev.spendweir.token.TokenSigner;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens that an attacker may send, by what is wrong with them, with the code that each must meet (spec 2.2; issue 6). */
final class MaliciousTokens {
    /** The order of the group of Ed25519: S and S + L pass the same equation. */
    private static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private final TokenForge forge;
    private final TokenSigner stranger;
    private final String trap;
    private final Map<String, Bad> all = new LinkedHashMap<>();

    /** A token and the code of its refusal. */
    record Bad(String token, String code) {}

    private MaliciousTokens(TokenForge forge, String trap) {
        this.forge = forge;
        this.trap = trap;
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 7);
        this.stranger = new Ed25519Signer("stranger", TokenAlgorithm.EDDSA, seed);
    }

    /** @param trap an address that counts who calls it */
    static Map<String, Bad> of(TokenForge forge, String trap) throws GeneralSecurityException {
        MaliciousTokens tokens = new MaliciousTokens(forge, trap);
        tokens.texts();
        tokens.json();
        tokens.types();
        tokens.extensions();
        tokens.algorithms();
        tokens.keys();
        tokens.signatures();
        tokens.claims();
        tokens.times();
        tokens.bindings();
        return tokens.all;
    }

    private void put(String name, String code, String token) {
        if (all.put(name, new Bad(token, code)) != null) {
            throw new IllegalStateException(name + " is there twice");
        }
    }

    private void texts() {
        String real = forge.real();
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("empty", "");
        bad.put("dots", "..");
        bad.put("one part", forge.part(0));
        bad.put("two parts", forge.part(0) + "." + forge.part(1));
        bad.put("four parts", real + ".x");
        bad.put("five parts, as if encrypted", real + ".x.y");
        bad.put("dot at the end", real + ".");
        bad.put("blank before", " " + real);
        bad.put("line end after", real + "\n");
        bad.put("tab inside", real.replaceFirst("\\.", ".\t"));
        bad.put("as a header value", "Bearer " + real);
        bad.put("padding", real + "==");
        bad.put("padding, escaped", real + "%3D%3D");
        bad.put("the other alphabet", "+/" + real.substring(2));
        bad.put("bits that belong to no byte", withStrayBit(real));
        bad.put("a letter cut off", real.substring(0, real.length() - 1));
        bad.put("a full-width letter", "\uff45" + real.substring(1));
        bad.put("nonsense", "nonsense");
        bad.put("an API key", "sw_" + "A".repeat(43));
        bad.put(
                "JSON serialisation",
                "{\"protected\":\"" + forge.part(0) + "\",\"payload\":\"" + forge.part(1) + "\",\"signature\":\""
                        + forge.part(2) + "\"}");
        bad.put("too long", forge.withHeader("pad", "\"" + "x".repeat(6000) + "\""));
        bad.put("far too long", "A".repeat(200_000));
        bad.forEach((name, token) -> put("text: " + name, "TOKEN_MALFORMED", token));
    }

    private static String withStrayBit(String text) {
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        char last = text.charAt(text.length() - 1);
        return text.substring(0, text.length() - 1) + letters.charAt(letters.indexOf(last) + 1);
    }

    private void json() {
        String header = text(forge.header());
        String claims = text(forge.claims());
        byte[] good = utf8(claims);
        Map<String, String> bad = new LinkedHashMap<>();
        for (String value : List.of("header", "[]", "null", "7", "\"text\"", "{}{}", "", "{", "\ufeff" + header)) {
            bad.put("header is " + value.replace("\ufeff", "a mark and "), forge.of(value, claims));
        }
        bad.put("alg twice", forge.of(header.replaceFirst("\\{", "{\"alg\":\"none\","), claims));
        bad.put("alg twice, once escaped", forge.of(header.replaceFirst("\\{", "{\"\\\\u0061lg\":\"none\","), claims));
        bad.put("header with a comment", forge.of(header.replaceFirst("\\{", "{/**/"), claims));
        bad.put("header with a comma too many", forge.of(header.replaceFirst("}$", ",}"), claims));
        bad.put("header in UTF-16", forge.of(header.getBytes(StandardCharsets.UTF_16LE), good));
        bad.put("header no UTF-8", forge.of(new byte[] {'{', (byte) 0xff, '}'}, good));
        for (String value : List.of("claims", "[]", "null", "\"text\"", forge.real(), claims + "{}")) {
            bad.put("payload is " + value.substring(0, Math.min(6, value.length())) + " ...", forge.of(header, value));
        }
        bad.put("claim twice", forge.of(header, claims.replaceFirst("\\{", "{\"tenant_id\":\"default\",")));
        bad.put("name twice, deep", forge.of(header, claims.replaceFirst("\\{", "{\"x\":[{\"a\":1,\"a\":2}],")));
        bad.put(
                "a thousand lists",
                forge.of(header, claims.replaceFirst("\\{", "{\"x\":" + "[".repeat(1500) + "]".repeat(1500) + ",")));
        bad.forEach((name, token) -> put("JSON: " + name, "TOKEN_MALFORMED", token));
    }

    private void types() {
        for (String typ : List.of(
                "null",
                "7",
                "[\"spendweir-approval+jwt\"]",
                "\"JWT\"",
                "\"at+jwt\"",
                "\"\"",
                "\"spendweir-approval+jwt \"",
                "\"spendweir-approval+jwt;v=1\"",
                "\"application/application/spendweir-approval+jwt\"",
                "\"SPENDWE\u0130R-APPROVAL+JWT\"")) {
            put("typ " + typ, "TOKEN_HEADER_REJECTED", forge.withHeader("typ", typ));
        }
        put("no typ", "TOKEN_HEADER_REJECTED", forge.withoutHeader("typ"));
    }

    private void extensions() {
        String url = "\"" + trap + "/jwks.json\"";
        String jwk = text(stranger.key().toJwk());
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("crit", forge.withHeader("crit", "[\"exp\"]"));
        bad.put("crit, empty", forge.withHeader("crit", "[]"));
        bad.put("crit null", forge.withHeader("crit", "null"));
        bad.put("b64", forge.withHeader("b64", "false"));
        bad.put("b64 true", forge.withHeader("b64", "true"));
        bad.put("jku", forge.withHeader("jku", url));
        bad.put("jku of a stranger", forge.signedBy(stranger).withHeader("jku", url));
        bad.put("jku, a file", forge.withHeader("jku", "\"file:///etc/passwd\""));
        bad.put("jku, another scheme", forge.withHeader("jku", "\"jar:" + trap + "!/x\""));
        bad.put("jwk of a stranger", forge.signedBy(stranger).withHeader("jwk", jwk));
        bad.put("jwk of the server", forge.withHeader("jwk", "{}"));
        bad.put("x5u", forge.withHeader("x5u", url));
        bad.put("x5u of a stranger", forge.signedBy(stranger).withHeader("x5u", url));
        bad.put("x5c", forge.withHeader("x5c", "[\"MIIB\"]"));
        bad.put("x5t", forge.withHeader("x5t", "\"AAAA\""));
        bad.put(
                "zip",
                forge.of(
                        utf8(text(forge.header().with("zip", forge.header().get("typ")))), deflated(forge.decoded(1))));
        bad.put("zip of what is not packed", forge.withHeader("zip", "\"DEF\""));
        bad.forEach((name, token) -> put(
                "header: " + name,
                // What is packed is no JSON to begin with.
                name.equals("zip") ? "TOKEN_MALFORMED" : "TOKEN_HEADER_REJECTED",
                token));
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] packed = new byte[bytes.length + 64];
        int length = deflater.deflate(packed);
        deflater.end();
        return Arrays.copyOf(packed, length);
    }

    private void algorithms() throws GeneralSecurityException {
        String claims = text(forge.claims());
        for (String alg : List.of("none", "None", "NONE", "nOnE")) {
            String header = text(forge.header()).replace("EdDSA", alg);
            put(
                    "alg " + alg + " without a signature",
                    "TOKEN_HEADER_REJECTED",
                    encode(utf8(header)) + "." + encode(utf8(claims)) + ".");
            put("alg " + alg + ", signed", "TOKEN_HEADER_REJECTED", forge.of(header, claims));
        }
        for (String alg : List.of(
                "null",
                "7",
                "{}",
                "[\"EdDSA\"]",
                "\"\"",
                "\"eddsa\"",
                "\"EdDSA \"",
                "\"Ed25519\"",
                "\"Ed448\"",
                "\"RS256\"",
                "\"PS256\"",
                "\"ES256\"",
                "\"ES256K\"",
                "\"HS512\"",
                "\"dir\"",
                "\"RSA-OAEP\"")) {
            put("alg " + alg, "TOKEN_HEADER_REJECTED", forge.withHeader("alg", alg));
        }
        put("no alg", "TOKEN_HEADER_REJECTED", forge.withoutHeader("alg"));
        byte[] publicKey = Base64.getUrlDecoder()
                .decode(text(stranger.key().toJwk()).replaceFirst("(?s).*\"x\":\"([^\"]+)\".*", "$1"));
        String hs256 = text(forge.header()).replace("EdDSA", "HS256");
        String signed = encode(utf8(hs256)) + "." + encode(utf8(claims));
        for (byte[] secret : List.of(publicKey, utf8(encode(publicKey)), utf8("secret"))) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            put(
                    "HS256 under " + secret.length + " bytes that are public",
                    "TOKEN_HEADER_REJECTED",
                    signed + "." + encode(mac.doFinal(utf8(signed))));
        }
    }

    private void keys() {
        for (String kid : List.of(
                "null",
                "7",
                "[]",
                "{}",
                "\"\"",
                "\"nobody\"",
                "\"../../etc/passwd\"",
                "\"/dev/null\"",
                "\"" + trap + "/key\"",
                "\"' OR '1'='1\"",
                "\"x\\u0000y\"",
                "\"x\\r\\nSet-Cookie: a=b\"",
                "\"${jndi:ldap://127.0.0.1/x}\"",
                "\"" + "k".repeat(3000) + "\"")) {
            put("kid " + shortened(kid), "TOKEN_KEY_UNKNOWN", forge.withHeader("kid", kid));
        }
        put("no kid", "TOKEN_KEY_UNKNOWN", forge.withoutHeader("kid"));
        put(
                "a stranger's kid, signed by the stranger",
                "TOKEN_KEY_UNKNOWN",
                forge.signedBy(stranger).withHeader("kid", "\"stranger\""));
        String kid = text(forge.header()).replaceFirst("(?s).*\"kid\":\"([^\"]+)\".*", "$1");
        put("kid and a blank", "TOKEN_KEY_UNKNOWN", forge.withHeader("kid", "\"" + kid + " \""));
        put("kid in capitals", "TOKEN_KEY_UNKNOWN", forge.withHeader("kid", "\"" + swapped(kid) + "\""));
    }

    private static String swapped(String text) {
        char first = text.charAt(0);
        char other = first == 'A' ? 'B' : 'A';
        return other + text.substring(1);
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    private void signatures() {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("empty", forge.withSignature(bytes -> new byte[0]));
        bad.put("63 bytes", forge.withSignature(bytes -> Arrays.copyOf(bytes, 63)));
        bad.put("65 bytes", forge.withSignature(bytes -> Arrays.copyOf(bytes, 65)));
        bad.put("twice", forge.withSignature(bytes -> {
            byte[] twice = Arrays.copyOf(bytes, 128);
            System.arraycopy(bytes, 0, twice, 64, 64);
            return twice;
        }));
        bad.put("zeros", forge.withSignature(bytes -> new byte[64]));
        bad.put("ones", forge.withSignature(bytes -> filled((byte) 0xff)));
        for (int bit : new int[] {0, 7, 100, 255, 256, 300, 511}) {
            bad.put("bit " + bit + " flipped", forge.withSignature(flip(bit)));
        }
        bad.put("S + L", forge.withSignature(bytes -> added(bytes, L)));
        bad.put("S + 2 L", forge.withSignature(bytes -> added(bytes, L.add(L))));
        bad.put("a stranger's", forge.signedBy(stranger).of(text(forge.header()), text(forge.claims())));
        String claims = text(forge.claims());
        bad.put(
                "of another payload",
                forge.withPart(
                        1, encode(utf8(claims.replace("\"max_monthly_delta\":\"", "\"max_monthly_delta\":\"9")))));
        bad.put("of a payload without a blank", forge.withPart(1, encode(utf8(claims.replaceFirst(":", ": ")))));
        bad.put("of a header in another order", forge.withPart(0, encode(utf8(reordered()))));
        bad.put("of a header without a blank", forge.withPart(0, encode(utf8(text(forge.header()) + " "))));
        bad.forEach((name, token) -> put("signature: " + name, "TOKEN_SIGNATURE_INVALID", token));
    }

    private String reordered() {
        String header = text(forge.header());
        String alg = "\"alg\":\"EdDSA\",";
        return header.replace(alg, "").replace("}", "," + alg.substring(0, alg.length() - 1) + "}");
    }

    private static byte[] filled(byte value) {
        byte[] bytes = new byte[64];
        Arrays.fill(bytes, value);
        return bytes;
    }

    private static UnaryOperator<byte[]> flip(int bit) {
        return bytes -> {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            return flipped;
        };
    }

    private static byte[] added(byte[] signature, BigInteger more) {
        byte[] big = new byte[33];
        for (int i = 0; i < 32; i++) {
            big[32 - i] = signature[32 + i];
        }
        byte[] sum = new BigInteger(big).add(more).toByteArray();
        byte[] out = signature.clone();
        for (int i = 0; i < 32; i++) {
            int from = sum.length - 1 - i;
            out[32 + i] = from < 0 ? 0 : sum[from];
        }
        return out;
    }

    private void claims() {
        for (String claim : List.of(
                "iss",
                "aud",
                "sub",
                "jti",
                "iat",
                "nbf",
                "exp",
                "token_type",
                "tenant_id",
                "project_id",
                "environment",
                "source",
                "decision_id",
                "approval_id",
                "fingerprint",
                "scope_fingerprint",
                "binding",
                "currency",
                "resource_reference",
                "plan_content_sha256",
                "max_monthly_delta",
                "max_hourly_delta")) {
            put("without " + claim, "TOKEN_CLAIMS_INVALID", forge.withoutClaim(claim));
            put(claim + " an object", "TOKEN_CLAIMS_INVALID", forge.withClaim(claim, "{}"));
            put(claim + " true", "TOKEN_CLAIMS_INVALID", forge.withClaim(claim, "true"));
            if (!claim.equals("plan_content_sha256")) {
                put(claim + " null", "TOKEN_CLAIMS_INVALID", forge.withClaim(claim, "null"));
            }
        }
        Map<String, List<String>> wrong = new LinkedHashMap<>();
        wrong.put(
                "iss",
                List.of("\"https://evil.example\"", "\"https://gate.example/\"", "\"HTTPS://GATE.EXAMPLE\"", "\"\""));
        wrong.put(
                "aud",
                List.of(
                        "\"spendweir\"",
                        "\"spendweir-approval \"",
                        "[]",
                        "[[\"spendweir-approval\"]]",
                        "[\"x\"]",
                        "\"\""));
        wrong.put("token_type", List.of("\"access\"", "\"ENFORCEMENT_APPROVAL\"", "\"\""));
        wrong.put("binding", List.of("\"any\"", "\"CAP\"", "\"\""));
        wrong.put(
                "max_monthly_delta",
                List.of("900000", "\"1e9\"", "\"NaN\"", "\"Infinity\"", "\" 1\"", "\"99999999999999999999\""));
        wrong.put("max_hourly_delta", List.of("0", "\"\"", "\"0x10\""));
        for (String time : List.of("iat", "nbf", "exp")) {
            wrong.put(time, List.of("\"1800000000\"", "1.5", "1e400", "9007199254740993", "-1e30"));
        }
        wrong.forEach((claim, values) ->
                values.forEach(value -> put(claim + " " + value, "TOKEN_CLAIMS_INVALID", withWritten(claim, value))));
    }

    /** The claim as it is written, where a canonical form would rewrite its number. */
    private String withWritten(String claim, String value) {
        String others = text(forge.claims().without(claim));
        return forge.of(text(forge.header()), "{\"" + claim + "\":" + value + "," + others.substring(1));
    }

    private void times() {
        long now = Instant.now().getEpochSecond();
        put("issued in ten minutes", "TOKEN_NOT_YET_VALID", forge.withClaim("iat", Long.toString(now + 600)));
        put("good in ten minutes", "TOKEN_NOT_YET_VALID", forge.withClaim("nbf", Long.toString(now + 600)));
        put("issued when the sun is gone", "TOKEN_NOT_YET_VALID", forge.withClaim("iat", "9007199254740991"));
        put("over a minute and a bit ago", "TOKEN_EXPIRED", forge.withClaim("exp", Long.toString(now - 61)));
        put("over at the epoch", "TOKEN_EXPIRED", forge.withClaim("exp", "0"));
        put("over before the epoch", "TOKEN_EXPIRED", forge.withClaim("exp", "-9007199254740991"));
    }

    private void bindings() {
        for (String tenant : List.of("other", "DEFAULT", "default ", "", "spendweir-system", "*")) {
            put("tenant '" + tenant + "'", "NOT_FOUND", forge.withClaimText("tenant_id", tenant));
        }
        for (String claim : List.of(
                "project_id", "environment", "source", "resource_reference", "scope_fingerprint", "fingerprint")) {
            put("another " + claim, "TOKEN_BINDING_MISMATCH", forge.withClaimText(claim, "another"));
        }
        put("source empty", "TOKEN_BINDING_MISMATCH", forge.withClaimText("source", ""));
        for (String id : List.of(
                "",
                "nothing",
                "0190a5a0-0000-7000-8000-000000000000",
                "' OR 1=1 --",
                "../approve",
                "0190a5a0-0000-7000-8000-00000000000\u0000")) {
            put("approval '" + id.replace("\u0000", "NUL") + "'", "NOT_FOUND", forge.withClaimText("approval_id", id));
        }
    }
}
