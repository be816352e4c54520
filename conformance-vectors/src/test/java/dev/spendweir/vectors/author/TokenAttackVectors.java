package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Spec 2.2, points 1 to 4: texts, headers, keys and signatures that somebody tampered with. */
final class TokenAttackVectors extends TokenDrafts {
    /** The order of the group: S and S + L pass the same equation. */
    private static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    /** An unknown header of this length makes a token of 8192 letters. */
    private static final int LONGEST_PAD = 5325;

    private TokenAttackVectors(VectorFile file) {
        super(file);
    }

    static VectorFile attacks() {
        TokenAttackVectors vectors = new TokenAttackVectors(new VectorFile("token", "attacks", "2.2"));
        vectors.texts();
        vectors.json();
        vectors.types();
        vectors.headers();
        vectors.keys();
        vectors.keySets();
        vectors.signatures();
        vectors.precedence();
        return vectors.file;
    }

    private void texts() {
        malformedText("empty", "The empty text", "").p0();
        malformedText("dots", "Two dots and nothing else", "..");
        malformedText("two_parts", "A part is missing", token().make().replaceAll("\\.[^.]*$", ""))
                .p0();
        malformed("four_parts", "A part too many", token().text(text -> text + ".x"));
        malformed("five_parts", "An encrypted token has five parts", token().text(text -> text + ".x.y"));
        malformed("trailing_dot", "A dot at the end", token().text(text -> text + "."));
        malformed("leading_blank", "White space before the token", token().text(text -> " " + text));
        malformed("trailing_newline", "A line end after the token", token().text(text -> text + "\n"))
                .p0();
        malformed("bearer", "A token is no header value", token().text(text -> "Bearer " + text));
        malformed("inner_blank", "White space inside a part", token().text(text -> text.replace(".", " .")));
        malformed("padding", "base64url has no padding here", token().text(text -> text + "=="))
                .p0();
        malformed("padding_dots", "Padding of other spellings", token().text(text -> text + "%3d%3d"));
        malformed(
                "standard_alphabet",
                "The other alphabet's plus and slash",
                token().text(text -> "+/" + text.substring(2)));
        malformed(
                        "stray_bits",
                        "The last letter has bits that belong to no byte: another text of the same signature",
                        token().text(TokenAttackVectors::withStrayBit))
                .p0();
        malformed("one_letter", "One letter is no byte", token().text(text -> text.substring(0, text.length() - 1)));
        malformed("full_width", "A letter that only looks like one", token().text(text -> "\uff45" + text.substring(1)))
                .flags("unicode");
        malformed("nul", "A NUL after the token", token().text(text -> text + "\u0000"))
                .flags("unicode");
        malformed("json_serialisation", "The JSON serialisation of a JWS is none of ours", token().text(text -> {
            String[] parts = text.split("\\.");
            return Json.write(Json.object("protected", parts[0], "payload", parts[1], "signature", parts[2]));
        }));
        malformed("too_long", "One letter more than 8 KiB", padded(LONGEST_PAD + 1))
                .flags("boundary")
                .p0();
        ask("longest", "Exactly 8 KiB are looked at", padded(LONGEST_PAD))
                .want("claims.jti=t-1")
                .flags("boundary");
        for (String json : List.of("7", "true", "null", "['a']", "{'a':1}")) {
            ask(
                            "not_text_" + json.replaceAll("[^a-z0-9]", ""),
                            "A token is a text, not " + json,
                            Quoted.json(json),
                            "{}")
                    .fails("TOKEN_MALFORMED")
                    .flags("choice");
        }
    }

    private static String withStrayBit(String text) {
        char last = text.charAt(text.length() - 1);
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return text.substring(0, text.length() - 1) + letters.charAt(letters.indexOf(last) + 1);
    }

    private static Forge padded(int length) {
        String pad = Json.write(Json.object("pad", "x".repeat(length))).replace('"', '\'');
        return token().header(pad).text(text -> {
            if (text.length() > 8192 != length > LONGEST_PAD) {
                throw new IllegalStateException("a pad of " + length + " makes a token of " + text.length());
            }
            return text;
        });
    }

    private void json() {
        malformed("header_text", "The header is no JSON", token().rawHeader("header"));
        malformed("header_empty", "The header is empty", token().rawHeader(new byte[0]));
        malformed("header_list", "The header is a list", token().rawHeader("['EdDSA']"));
        malformed("header_null", "The header is null", token().rawHeader("null"));
        malformed(
                        "header_twice_alg",
                        "A name twice in the header",
                        token().rawHeader(
                                        "{'alg':'EdDSA','kid':'k-active','typ':'spendweir-approval+jwt','alg':'EdDSA'}"))
                .p0();
        malformed(
                "header_twice_escaped",
                "A name twice, once escaped",
                token().rawHeader(
                                "{'alg':'EdDSA','kid':'k-active','typ':'spendweir-approval+jwt','\\u0061lg':'none'}"));
        malformed(
                "header_tail",
                "Text after the header's object",
                token().rawHeader("{'alg':'EdDSA','kid':'k-active','typ':'spendweir-approval+jwt'} {}"));
        malformed(
                "header_comment",
                "JSON has no comments",
                token().rawHeader("{'alg':'EdDSA',/**/'kid':'k-active','typ':'spendweir-approval+jwt'}"));
        malformed(
                "header_trailing_comma",
                "JSON has no trailing commas",
                token().rawHeader("{'alg':'EdDSA','kid':'k-active','typ':'spendweir-approval+jwt',}"));
        malformed(
                "header_bom",
                "A byte order mark",
                token().rawHeader("\ufeff{'alg':'EdDSA','kid':'k-active','typ':'spendweir-approval+jwt'}"));
        malformed("header_utf8", "Bytes that are no UTF-8", token().rawHeader(new byte[] {'{', (byte) 0xff, '}'}));
        malformed(
                "header_utf16",
                "Another encoding than UTF-8",
                token().rawHeader("{}".getBytes(StandardCharsets.UTF_16LE)));
        malformed("payload_nested_token", "A token inside a token", token().rawPayload(token().make()));
        malformed("payload_text", "The payload is a JSON text", token().rawPayload("\"claims\""));
        malformed(
                        "payload_twice",
                        "A claim twice, the first one as expected",
                        token().rawPayload(Forge.payload(Forge.CLAIMS)
                                .replace("\"binding\":\"exact\"", "\"binding\":\"exact\",\"tenant_id\":\"evil\"")))
                .p0();
        malformed(
                "payload_twice_deep",
                "A name twice deep inside an unknown claim",
                token().rawPayload(Forge.payload(Forge.CLAIMS).replaceFirst("\\{", "{\"x\":[{\"a\":1,\"a\":2}],")));
        malformed(
                        "payload_deep",
                        "A thousand and one lists inside each other",
                        token().rawPayload("{\"x\":" + "[".repeat(1000) + "]".repeat(1000) + "}"))
                .flags("boundary");
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

    private static Map<String, Object> active() {
        return Forge.jwk("k-active", Forge.ACTIVE, "{}");
    }

    private static Map<String, Object> patched(Map<String, Object> jwk, String patch) {
        jwk.putAll(Quoted.object(patch));
        return jwk;
    }

    private static Map<String, Object> without(Map<String, Object> jwk, String name) {
        jwk.remove(name);
        return jwk;
    }

    private static Map<String, Object> set(Map<String, Object> jwk) {
        return Json.object("keys", List.of(jwk));
    }

    private void ignored(String slug, String title, String patch) {
        askWith(slug, title, token(), set(patched(active(), patch)))
                .fails("TOKEN_KEY_UNKNOWN")
                .flags("choice");
    }

    private void signatures() {
        invalid("sig_empty", "An empty signature", token().signature(bytes -> new byte[0]))
                .p0();
        invalid("sig_short", "A signature of 63 bytes", token().signature(bytes -> Arrays.copyOf(bytes, 63)))
                .flags("boundary");
        invalid(
                        "sig_long",
                        "A byte appended, which the JDK 17 accepts",
                        token().signature(bytes -> Arrays.copyOf(bytes, 65)))
                .flags("boundary")
                .p0();
        invalid("sig_twice", "The signature twice", token().signature(bytes -> {
            byte[] twice = Arrays.copyOf(bytes, 128);
            System.arraycopy(bytes, 0, twice, 64, 64);
            return twice;
        }));
        invalid("sig_zero", "A signature of 64 zeros", token().signature(bytes -> new byte[64]));
        for (int bit : new int[] {0, 7, 255, 256, 300, 511}) {
            invalid("sig_bit_" + bit, "Bit " + bit + " of the signature flipped", token().signature(bytes -> {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                return flipped;
            }));
        }
        invalid(
                        "sig_s_plus_l",
                        "S + L passes the same equation and is another text",
                        token().signature(bytes -> added(bytes, L)))
                .p0();
        invalid("sig_s_plus_2l", "S + 2 L too", token().signature(bytes -> added(bytes, L.add(L))));
        invalid("sig_other_key", "Signed by a stranger under a known kid", token().signedBy(Forge.STRANGER))
                .p0();
        invalid("sig_next_key", "Signed by another key of the set", token().signedBy(Forge.NEXT));
        invalid(
                "sig_payload_space",
                "White space in the payload after signing",
                token().text(text -> recoded(text, Forge.payload(Forge.CLAIMS).replaceFirst(":", ": "))));
        invalid(
                "sig_payload_order",
                "The claims in another order after signing",
                token().text(text -> recoded(
                        text,
                        "{\"aud\":\"spendweir-approval\","
                                + Forge.payload(Forge.CLAIMS)
                                        .replace("\"aud\":\"spendweir-approval\",", "")
                                        .substring(1))));
        invalid(
                        "sig_payload_raised",
                        "A higher bound after signing",
                        token().text(text ->
                                recoded(text, Forge.payload(Forge.CLAIMS).replace("\"500\"", "\"900000\""))))
                .p0();
        invalid(
                "sig_header_swapped",
                "Another header of ours after signing",
                token().text(text -> Forge.base64(Forge.utf8(
                                "{\"kid\":\"k-active\",\"alg\":\"EdDSA\",\"typ\":\"spendweir-approval+jwt\"}"))
                        + text.substring(text.indexOf('.'))));
        smallOrder("order_1", "0100000000000000000000000000000000000000000000000000000000000000");
        smallOrder("order_2", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
        smallOrder("order_4", "0000000000000000000000000000000000000000000000000000000000000000");
        smallOrder("order_4_sign", "0000000000000000000000000000000000000000000000000000000000000080");
        smallOrder("order_8", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
        smallOrder("order_8_other", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa");
        smallOrder("order_4_unreduced", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
        smallOrder("order_1_unreduced", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
        smallOrder("off_curve", "0200000000000000000000000000000000000000000000000000000000000000");
    }

    /** With R and S of the neutral element any message verifies under such a key, if the key is not looked at. */
    private void smallOrder(String slug, String point) {
        byte[] neutral = new byte[64];
        neutral[0] = 1;
        String x = Forge.base64(HexFormat.of().parseHex(point));
        askWith(
                        "sig_" + slug,
                        "A key that any signature fits: " + slug.replace('_', ' '),
                        token().signature(bytes -> neutral),
                        set(patched(active(), "{'x':'" + x + "'}")))
                .fails("TOKEN_SIGNATURE_INVALID");
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

    private static String recoded(String text, String payload) {
        String[] parts = text.split("\\.");
        return parts[0] + "." + Forge.base64(Forge.utf8(payload)) + "." + parts[2];
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

    private Draft malformedText(String slug, String title, String text) {
        return ask(slug, title, (Object) text, "{}").fails("TOKEN_MALFORMED");
    }

    private Draft malformed(String slug, String title, Forge token) {
        return ask(slug, title, token).fails("TOKEN_MALFORMED");
    }

    private Draft rejected(String slug, String title, Forge token) {
        return ask(slug, title, token).fails("TOKEN_HEADER_REJECTED");
    }

    private Draft unknown(String slug, String title, Forge token) {
        return ask(slug, title, token).fails("TOKEN_KEY_UNKNOWN");
    }

    private Draft invalid(String slug, String title, Forge token) {
        return ask(slug, title, token).fails("TOKEN_SIGNATURE_INVALID");
    }
}
