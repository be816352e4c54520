package dev.spendweir.server.http;

import static dev.spendweir.server.oidc.TestIssuer.encode;
import static dev.spendweir.server.oidc.TestIssuer.text;
import static dev.spendweir.server.oidc.TestIssuer.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.server.http.ApiClient.Answer;
import dev.spendweir.server.oidc.TestIssuer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tokens of identity providers that are taken in all their forms, and those that are turned away (spec 4.1). */
class BearerAttackTest extends BearerWorld {
    private static final String RS256 = "{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"typ\":\"JWT\"}";

    @Test
    void goodTokens_inAllTheirForms_areTaken() {
        JsonObject claims = person("ann@example.org", "staff");
        long now = Instant.now().getEpochSecond();
        List<String> good = List.of(
                TestIssuer.rs256(claims),
                TestIssuer.rsa(JWSAlgorithm.RS256, TestIssuer.RSA, "{\"alg\":\"RS256\"}", text(claims)),
                TestIssuer.rsa(
                        JWSAlgorithm.RS256,
                        TestIssuer.RSA,
                        "{\"alg\":\"RS256\",\"typ\":\"at+JWT\",\"x5t\":\"AA\",\"kid\":\"rsa-1\"}",
                        text(claims)),
                TestIssuer.es256("{\"alg\":\"ES256\",\"kid\":\"ec-1\"}", text(claims)),
                TestIssuer.rs256(claims.with("aud", JsonReader.read("[\"x\",\"" + TestIssuer.AUDIENCE + "\"]"))),
                TestIssuer.rs256(claims.with("exp", JsonReader.read((now + 60) + ".5"))),
                TestIssuer.rs256(claims.without("nbf")));
        for (String token : good) {
            assertThat(server.owner().as(token).get("/v1/policy").status())
                    .as(token)
                    .isEqualTo(200);
        }
    }

    /** None of these is a 5xx, none says what is wrong with it, and none leads anywhere. */
    @Test
    void badTokens_areAllTheSame_andLeadNowhere() throws JOSEException {
        Map<String, String> bad = badTokens();
        assertThat(bad).hasSizeGreaterThan(70);
        List<String> details = new ArrayList<>();
        bad.forEach((name, token) -> {
            Answer answer = server.owner().as(token).get("/v1/policy");
            assertThat(answer.status()).as(name).isEqualTo(401);
            assertThat(answer.code()).as(name).isEqualTo("AUTHENTICATION_REQUIRED");
            details.add(answer.field("detail"));
        });
        assertThat(details).containsOnly(details.get(0));
        assertThat(corp.requests()).containsOnly("/jwks").hasSizeLessThan(5);
    }

    private static Map<String, String> badTokens() throws JOSEException {
        Map<String, String> bad = new LinkedHashMap<>();
        headers(bad);
        signatures(bad);
        claims(bad);
        texts(bad);
        return bad;
    }

    private static void headers(Map<String, String> bad) throws JOSEException {
        String claims = text(person("ann@example.org", "staff"));
        byte[] der = TestIssuer.RSA.toRSAPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";
        String hs256 = "{\"alg\":\"HS256\",\"kid\":\"rsa-1\",\"typ\":\"JWT\"}";
        bad.put("HS256 with the key's DER", TestIssuer.hs256(der, hs256, claims));
        bad.put("HS256 with its PEM", TestIssuer.hs256(pem.getBytes(StandardCharsets.US_ASCII), hs256, claims));
        bad.put(
                "HS256 with its JWK",
                TestIssuer.hs256(
                        TestIssuer.RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8), hs256, claims));
        bad.put("HMAC under alg RS256", TestIssuer.hs256(der, RS256, claims));
        for (String alg :
                List.of("none", "None", "NONE", "nOnE", "", "HS384", "RS512", "PS256", "EdDSA", "rs256", "RS256 ")) {
            bad.put("alg '" + alg + "'", rsa("{\"alg\":\"" + alg + "\",\"kid\":\"rsa-1\"}", claims));
            bad.put(
                    "alg '" + alg + "' without signature",
                    encode("{\"alg\":\"" + alg + "\"}") + "." + encode(claims) + ".");
        }
        for (String value : List.of("null", "7", "[\"RS256\"]", "{}", "true")) {
            bad.put("alg " + value, rsa("{\"alg\":" + value + ",\"kid\":\"rsa-1\"}", claims));
            bad.put("kid " + value, rsa("{\"alg\":\"RS256\",\"kid\":" + value + "}", claims));
        }
        bad.put("no alg", rsa("{\"kid\":\"rsa-1\"}", claims));
        bad.put("unknown kid", rsa("{\"alg\":\"RS256\",\"kid\":\"rsa-2\"}", claims));
        bad.put("kid of the other kind", rsa("{\"alg\":\"RS256\",\"kid\":\"ec-1\"}", claims));
        bad.put("kid as a path", rsa("{\"alg\":\"RS256\",\"kid\":\"../../etc/passwd\"}", claims));
        bad.put("kid as a URL", rsa("{\"alg\":\"RS256\",\"kid\":\"" + corp.url() + "/evil\"}", claims));
        bad.put("kid as SQL", rsa("{\"alg\":\"RS256\",\"kid\":\"' OR 1=1 --\"}", claims));
        bad.put("kid too long", rsa("{\"alg\":\"RS256\",\"kid\":\"" + "k".repeat(300) + "\"}", claims));
        for (String name : List.of("jku", "x5u")) {
            bad.put(
                    name,
                    foreign(
                            "{\"alg\":\"RS256\",\"kid\":\"evil\",\"" + name + "\":\"" + corp.url() + "/evil\"}",
                            claims));
            bad.put(
                    name + " beside a good kid",
                    rsa(RS256.replace("\"typ\"", "\"" + name + "\":\"x\",\"typ\""), claims));
        }
        bad.put(
                "jwk in the header",
                foreign(
                        "{\"alg\":\"RS256\",\"jwk\":"
                                + TestIssuer.FOREIGN.toPublicJWK().toJSONString() + "}",
                        claims));
        bad.put("crit", rsa(RS256.replace("\"typ\"", "\"crit\":[\"exp\"],\"typ\""), claims));
        bad.put("b64", rsa(RS256.replace("\"typ\"", "\"b64\":false,\"typ\""), claims));
        bad.put("zip", rsa(RS256.replace("\"typ\"", "\"zip\":\"DEF\",\"typ\""), claims));
        bad.put("enc", rsa(RS256.replace("\"typ\"", "\"enc\":\"A128GCM\",\"typ\""), claims));
        for (String typ : List.of("spendweir-approval+jwt", "logout+jwt", "dpop+jwt", "JOSE")) {
            bad.put("typ " + typ, rsa(RS256.replace("JWT", typ), claims));
        }
        bad.put("alg twice", rsa("{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"rsa-1\"}", claims));
        bad.put("alg twice, escaped", rsa("{\"\\u0061lg\":\"none\",\"alg\":\"RS256\",\"kid\":\"rsa-1\"}", claims));
    }

    private static void signatures(Map<String, String> bad) {
        String claims = text(person("ann@example.org", "staff"));
        String good = TestIssuer.rs256(person("ann@example.org", "staff"));
        String[] parts = good.split("\\.");
        bad.put("signed by another key of that kid", foreign(RS256, claims));
        bad.put("no signature", parts[0] + "." + parts[1] + ".");
        bad.put("signature of zeros", parts[0] + "." + parts[1] + "." + encode(new byte[256]));
        bad.put("signature cut", good.substring(0, good.length() - 4));
        bad.put("signature lengthened", good + "AAAA");
        bad.put("claims swapped", parts[0] + "." + encode(claims.replace("ann@", "eve@")) + "." + parts[2]);
        bad.put("header swapped", encode(RS256 + " ") + "." + parts[1] + "." + parts[2]);
        String es256 = "{\"alg\":\"ES256\",\"kid\":\"ec-1\"}";
        String[] ec = TestIssuer.es256(es256, claims).split("\\.");
        bad.put("ECDSA of zeros", ec[0] + "." + ec[1] + "." + encode(new byte[64]));
        bad.put("ECDSA empty", ec[0] + "." + ec[1] + ".");
        bad.put("ECDSA as RSA", parts[0] + "." + parts[1] + "." + ec[2]);
        String ci = text(with(TestIssuer.claims(CI, "x"), "login", "ann-hub"));
        String[] ed =
                TestIssuer.ed25519("{\"alg\":\"EdDSA\",\"kid\":\"ed-1\"}", ci).split("\\.");
        bad.put(
                "Ed25519 and a byte",
                ed[0] + "." + ed[1] + "."
                        + encode(lengthened(Base64.getUrlDecoder().decode(ed[2]), 1)));
        bad.put("Ed25519 of zeros", ed[0] + "." + ed[1] + "." + encode(new byte[64]));
        bad.put("the right key, another issuer's name", rsa(RS256, text(TestIssuer.claims(CI, "x"))));
        bad.put("Ed25519 alias that is not listed", TestIssuer.ed25519("{\"alg\":\"Ed25519\",\"kid\":\"ed-1\"}", ci));
    }

    private static void claims(Map<String, String> bad) {
        JsonObject good = person("ann@example.org", "staff");
        long now = Instant.now().getEpochSecond();
        for (String name : List.of("iss", "aud", "iat", "exp", "email", "org", "email_verified")) {
            bad.put("without " + name, TestIssuer.rs256(good.without(name)));
            bad.put(name + " null", TestIssuer.rs256(good.with(name, JsonNull.NULL)));
            bad.put(name + " an object", TestIssuer.rs256(good.with(name, JsonObject.EMPTY)));
        }
        bad.put("wrong iss", TestIssuer.rs256(with(good, "iss", corp.url() + "/")));
        bad.put("iss in capitals", TestIssuer.rs256(with(good, "iss", corp.url().replace("http", "HTTP"))));
        bad.put("wrong aud", TestIssuer.rs256(with(good, "aud", "https://gate.example/")));
        bad.put("aud of nobody", TestIssuer.rs256(good.with("aud", JsonReader.read("[]"))));
        bad.put(
                "aud nested",
                TestIssuer.rs256(good.with("aud", JsonReader.read("[[\"" + TestIssuer.AUDIENCE + "\"]]"))));
        bad.put("expired", TestIssuer.rs256(with(with(good, "iat", now - 900), "exp", now - 300)));
        bad.put("issued tomorrow", TestIssuer.rs256(with(with(good, "iat", now + 86_400), "exp", now + 86_500)));
        bad.put("not yet", TestIssuer.rs256(with(good, "nbf", now + 300)));
        bad.put("lives for years", TestIssuer.rs256(with(good, "exp", now + 86_400L * 700)));
        for (String time :
                List.of("1e10", "-1", "99999999999999999999", "1e999999999", "\"" + (now + 60) + "\"", "true")) {
            bad.put("exp " + time, rsa(RS256, withText(good, "exp", time)));
            bad.put("iat " + time, rsa(RS256, withText(good, "iat", time)));
            bad.put("nbf " + time, rsa(RS256, withText(good, "nbf", time)));
        }
        bad.put("exp twice", rsa(RS256, text(good).replace("\"exp\":", "\"exp\":1,\"exp\":")));
        bad.put(
                "email twice",
                rsa(RS256, text(good).replace("\"email\":", "\"email\":\"eve@example.org\",\"email\":")));
        bad.put("not verified", TestIssuer.rs256(good.with("email_verified", JsonReader.read("false"))));
        bad.put("foreign tenant", TestIssuer.rs256(with(good, "org", "spendweir-system")));
        bad.put("tenants to choose from", TestIssuer.rs256(good.with("org", JsonReader.read("[\"default\"]"))));
        bad.put(
                "actors to choose from",
                TestIssuer.rs256(good.with("email", JsonReader.read("[\"ann@example.org\"]"))));
        bad.put("actor without end", TestIssuer.rs256(with(good, "email", "a".repeat(200))));
        bad.put("actor of control characters", TestIssuer.rs256(with(good, "email", "ann\u0007")));
        bad.put("no role", TestIssuer.rs256(person("stranger@example.org", "interns")));
        bad.put(
                "groups an object",
                TestIssuer.rs256(person("stranger@example.org").with("groups", JsonObject.EMPTY)));
    }

    private static void texts(Map<String, String> bad) {
        String good = TestIssuer.rs256(person("ann@example.org", "staff"));
        String[] parts = good.split("\\.");
        bad.put("oversized", TestIssuer.rs256(with(person("ann@example.org", "staff"), "pad", "x".repeat(9000))));
        bad.put("two parts", parts[0] + "." + parts[1]);
        bad.put("four parts", good + "." + parts[2]);
        bad.put("five parts", "a.b.c.d.e");
        bad.put("dots", "..");
        bad.put("padded", parts[0] + "=." + parts[1] + "." + parts[2]);
        bad.put("header no JSON", encode("alg") + "." + parts[1] + "." + parts[2]);
        bad.put("header a list", encode("[]") + "." + parts[1] + "." + parts[2]);
        bad.put("header no UTF-8", encode(new byte[] {(byte) 0xff}) + "." + parts[1] + "." + parts[2]);
        bad.put("claims a text", rsa(RS256, "\"ann\""));
        bad.put("claims with a mark", rsa(RS256, "\uFEFF" + text(person("ann@example.org", "staff"))));
        bad.put("claims and more", rsa(RS256, text(person("ann@example.org", "staff")) + "{}"));
        bad.put("nested deeply", rsa(RS256, "{\"x\":" + "[".repeat(3000) + "]".repeat(3000) + "}"));
        bad.put("nested token", rsa("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"cty\":\"JWT\"}", good));
        bad.put("an API key that is none", "sw_" + "A".repeat(43));
        bad.put("an API key with dots", "sw_a.b.c");
    }

    /** The claims with a member as it is written, where a canonical form would rewrite its number. */
    private static String withText(JsonObject claims, String name, String value) {
        return "{\"" + name + "\":" + value + "," + text(claims.without(name)).substring(1);
    }

    private static String rsa(String header, String claims) {
        return TestIssuer.rsa(JWSAlgorithm.RS256, TestIssuer.RSA, header, claims);
    }

    private static String foreign(String header, String claims) {
        return TestIssuer.rsa(JWSAlgorithm.RS256, TestIssuer.FOREIGN, header, claims);
    }

    private static byte[] lengthened(byte[] bytes, int more) {
        return Arrays.copyOf(bytes, bytes.length + more);
    }
}
