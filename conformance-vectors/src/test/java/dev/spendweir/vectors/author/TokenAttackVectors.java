package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.util.List;
import java.util.Map;

/** Spec 2.2, points 1 to 4: texts, headers, keys and signatures that somebody tampered with. */
final class TokenAttackVectors extends TokenDrafts {
    private TokenAttackVectors(VectorFile file) {
        super(file);
    }

    static VectorFile attacks() {
        VectorFile file = new VectorFile("token", "attacks", "2.2");
        TokenTextVectors texts = new TokenTextVectors(file);
        texts.texts();
        texts.json();
        TokenAttackVectors vectors = new TokenAttackVectors(file);
        vectors.types();
        vectors.headers();
        vectors.keys();
        vectors.keySets();
        new TokenSignatureVectors(file).signatures();
        vectors.precedence();
        return file;
    }

    private void types() {
        ask("typ_media", "typ with its prefix", token().header("{'typ':'application/spendweir-approval+jwt'}"))
                .want("claims.jti=t-1")
                .p0();
        ask("typ_case", "typ in capitals", token().header("{'typ':'Application/Spendweir-Approval+JWT'}"))
                .want("claims.jti=t-1");
        rejected("typ_jwt", "An ordinary JWT", token().header("{'typ':'JWT'}")).p0();
        rejected("typ_none", "A token without typ", token().withoutHeader("typ"))
                .p0();
        rejected("typ_null", "typ is null", token().header("{'typ':null}"));
        rejected("typ_list", "typ is a list", token().header("{'typ':['spendweir-approval+jwt']}"));
        rejected("typ_access", "An access token", token().header("{'typ':'at+jwt'}"));
        rejected("typ_blank", "typ is not stripped", token().header("{'typ':'spendweir-approval+jwt '}"));
        rejected(
                "typ_twice_prefix",
                "The prefix counts once",
                token().header("{'typ':'application/application/spendweir-approval+jwt'}"));
        rejected("typ_parameter", "No parameters in typ", token().header("{'typ':'spendweir-approval+jwt;v=1'}"));
        rejected(
                        "typ_dotless",
                        "A letter that only lower-cases to one of ours",
                        token().header("{'typ':'SPENDWE\u0130R-APPROVAL+JWT'}"))
                .flags("unicode");
    }

    private void headers() {
        rejected("crit", "An extension that must be understood", token().header("{'crit':['exp'],'exp':1}"))
                .p0();
        rejected("crit_empty", "crit is refused whatever it holds", token().header("{'crit':[]}"));
        rejected("crit_null", "A header that is null is there", token().header("{'crit':null}"))
                .flags("choice");
        rejected("b64", "An unencoded payload", token().header("{'b64':false,'crit':['b64']}"));
        rejected("b64_true", "b64 is refused even where it says nothing", token().header("{'b64':true}"));
        rejected("jku", "A key set to be fetched", token().header("{'jku':'https://evil.example/jwks.json'}"))
                .p0();
        rejected("jku_local", "A key set in a file", token().header("{'jku':'file:///etc/jwks.json'}"));
        rejected(
                        "jwk",
                        "A key brought along, with a signature that it verifies",
                        token().header("{'jwk':{'kty':'OKP','crv':'Ed25519','x':'" + Forge.x(Forge.STRANGER) + "'}}")
                                .signedBy(Forge.STRANGER))
                .p0();
        rejected("x5u", "A certificate to be fetched", token().header("{'x5u':'https://evil.example/c.pem'}"));
        rejected("x5c", "A certificate brought along", token().header("{'x5c':['MIIB']}"));
        rejected("x5t", "A certificate's thumbprint", token().header("{'x5t':'AAAA'}"));
        rejected("zip", "A compressed payload", token().header("{'zip':'DEF'}"));
        ask(
                        "header_unknown",
                        "Other unknown headers are ignored",
                        token().header("{'cty':'json','Jku':'https://evil.example'}"))
                .want("claims.jti=t-1");
        rejected(
                        "alg_none",
                        "No signature at all",
                        token().header("{'alg':'none'}").signature(bytes -> new byte[0]))
                .p0();
        rejected(
                "alg_none_case",
                "none in other letters",
                token().header("{'alg':'nOnE'}").signature(bytes -> new byte[0]));
        rejected("alg_missing", "A token without alg", token().withoutHeader("alg"));
        rejected("alg_null", "alg is null", token().header("{'alg':null}"));
        rejected("alg_hs256", "The public key as a secret", token().header("{'alg':'HS256'}"))
                .p0();
        rejected("alg_es256", "Another curve's algorithm", token().header("{'alg':'ES256'}"));
        rejected("alg_rs256", "An RSA algorithm", token().header("{'alg':'RS256'}"));
        rejected("alg_case", "alg is compared letter by letter", token().header("{'alg':'eddsa'}"));
        rejected("alg_ed448", "A longer curve", token().header("{'alg':'Ed448'}"));
        rejected(
                        "alg_other_name",
                        "A key has one alg: not the new name for an EdDSA key",
                        token().header("{'alg':'Ed25519'}"))
                .p0();
        rejected(
                "alg_old_name",
                "A key has one alg: not the old name for an Ed25519 key",
                token().header("{'kid':'k-9864'}").signedBy(Forge.FULLY_SPECIFIED));
        ask(
                        "alg_ed25519",
                        "A key with the name of RFC 9864",
                        token().header("{'kid':'k-9864','alg':'Ed25519'}").signedBy(Forge.FULLY_SPECIFIED))
                .want("claims.jti=t-1")
                .p0();
    }

    private void keys() {
        ask(
                        "key_next",
                        "The next key verifies",
                        token().header("{'kid':'k-next'}").signedBy(Forge.NEXT))
                .want("claims.jti=t-1")
                .p0();
        ask(
                        "key_retiring",
                        "A retiring key verifies",
                        token().header("{'kid':'k-retiring'}").signedBy(Forge.RETIRING))
                .want("claims.jti=t-1")
                .p0();
        unknown(
                        "key_retired",
                        "A retired key does not",
                        token().header("{'kid':'k-retired'}").signedBy(Forge.RETIRED))
                .p0();
        unknown(
                        "key_stranger",
                        "A key that nobody published",
                        token().header("{'kid':'k-0'}").signedBy(Forge.STRANGER))
                .p0();
        unknown("kid_missing", "No kid, though one key would fit", token().withoutHeader("kid"));
        unknown("kid_null", "kid is null", token().header("{'kid':null}"));
        unknown("kid_number", "kid is a number", token().header("{'kid':1}"));
        unknown("kid_empty", "kid is empty", token().header("{'kid':''}"));
        unknown("kid_case", "kid is compared letter by letter", token().header("{'kid':'K-ACTIVE'}"));
        unknown("kid_path", "kid is no path", token().header("{'kid':'../../k-active'}"))
                .p0();
        unknown("kid_null_file", "kid is no file of zeros", token().header("{'kid':'/dev/null'}"));
        unknown("kid_url", "kid is no address", token().header("{'kid':'https://evil.example/key'}"));
        unknown(
                "kid_sql",
                "kid is no query",
                token().header(Json.write(Json.object("kid", "x' OR '1'='1"))
                        .replace("'", "\u2019")
                        .replace('"', '\'')));
    }

    private void keySets() {
        Map<String, Object> none = Json.object("keys", List.of());
        askWith("set_empty", "No key, no token", token(), none)
                .fails("TOKEN_KEY_UNKNOWN")
                .p0();
        askWith("set_no_alg", "A JWK without alg is for EdDSA", token(), set(without(active(), "alg")))
                .want("claims.jti=t-1")
                .flags("choice");
        askWith("set_no_use", "A JWK without use may sign", token(), set(without(active(), "use")))
                .want("claims.jti=t-1");
        ignored("set_use", "A key for encryption is none for signatures", "{'use':'enc'}");
        ignored("set_oct", "A symmetric key of that name", "{'kty':'oct','k':'AAAA'}");
        ignored("set_ec", "A key of another type", "{'kty':'EC'}");
        ignored("set_x25519", "A key for key agreement", "{'crv':'X25519'}");
        ignored("set_alg", "A key for another alg", "{'alg':'HS256'}");
        ignored("set_x_short", "A public key has 32 bytes", "{'x':'AAAA'}");
        ignored("set_x_padded", "A public key is base64url without padding", "{'x':'" + Forge.x(Forge.ACTIVE) + "='}");
        ignored("set_x_number", "A public key is a text", "{'x':1}");
        ignored("set_x_missing", "A key without its bytes", "{'x':null}");
        askWith("set_status", "A status is one of four", token(), set(patched(active(), "{'status':'revoked'}")))
                .fails("INVALID_FIELD /jwks/keys/0/status")
                .flags("choice");
        askWith(
                        "set_twice",
                        "One kid names one key",
                        token(),
                        Forge.jwks(Json.write(Forge.jwk("k-active", Forge.STRANGER, "{}"))
                                .replace('"', '\'')))
                .fails("INVALID_FIELD /jwks/keys/5/kid")
                .flags("choice");
        askWith(
                        "set_twice_other_type",
                        "A key of another type may share a kid",
                        token(),
                        Forge.jwks("{'kty':'EC','crv':'P-256','kid':'k-active','x':'AA','y':'AA'}"))
                .want("claims.jti=t-1")
                .flags("choice");
        askWith("set_member_text", "A member of the set is an object", token(), Json.object("keys", List.of("k")))
                .fails("INVALID_FIELD /jwks/keys/0");
        askWith("set_no_keys", "A set has keys", token(), Json.object()).fails("INVALID_FIELD /jwks/keys");
        askWith(
                        "set_private",
                        "A private member of a JWK is not looked at",
                        token(),
                        set(patched(active(), "{'d':'AAAA'}")))
                .want("claims.jti=t-1");
    }

    private static Map<String, Object> without(Map<String, Object> jwk, String name) {
        jwk.remove(name);
        return jwk;
    }

    private void ignored(String slug, String title, String patch) {
        askWith(slug, title, token(), set(patched(active(), patch)))
                .fails("TOKEN_KEY_UNKNOWN")
                .flags("choice");
    }

    private void precedence() {
        rejected("typ_before_key", "typ is checked before kid", token().header("{'typ':'JWT','kid':'x'}"))
                .flags("precedence");
        unknown("key_before_alg", "kid is checked before alg", token().header("{'alg':'none','kid':'x'}"))
                .flags("precedence");
        rejected(
                        "alg_before_signature",
                        "alg is checked before the signature",
                        token().header("{'alg':'HS256'}").signature(bytes -> new byte[32]))
                .flags("precedence");
        invalid(
                        "signature_before_claims",
                        "The signature is checked before any claim",
                        token().withoutClaim("exp").signedBy(Forge.STRANGER))
                .flags("precedence");
        unknown(
                        "retired_before_expired",
                        "A retired key is refused before its token has expired",
                        token().header("{'kid':'k-retired'}")
                                .signedBy(Forge.RETIRED)
                                .claims("{'exp':1}"))
                .flags("precedence");
    }
}
