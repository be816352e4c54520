package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.util.List;
import java.util.Map;

/** What the vectors about tokens have in common: one approval, one key set, a clock 200 seconds after the token was minted. */
abstract class TokenDrafts {
    static final String OP = "token.verify";

    /** Everything that a verifier can expect of the token, as the token says it. */
    static final String EXPECTED = "{'issuer':'https://gate.example','tenant_id':'acme','project_id':'payments',"
            + "'environment':'prod','source':'terraform','resource_reference':'state/payments','currency':'USD',"
            + "'scope_fingerprint':'" + "5c".repeat(32) + "','fingerprint':'" + "f1".repeat(32)
            + "','plan_content_sha256':'" + "9a".repeat(32)
            + "','actual_monthly_delta':'500','actual_hourly_delta':'0.68'}";

    /** 1773223200 in seconds. */
    static final String CLOCK = "2026-03-11T10:00:00Z";

    final VectorFile file;

    TokenDrafts(VectorFile file) {
        this.file = file;
    }

    static Forge token() {
        return new Forge();
    }

    /** A vector of this token, everything else as it should be. */
    Draft ask(String slug, String title, Forge token) {
        return ask(slug, title, token.make(), "{}");
    }

    /** A vector with a patch over the expectation. */
    Draft ask(String slug, String title, Forge token, String expectedPatch) {
        return ask(slug, title, token.make(), expectedPatch);
    }

    Draft ask(String slug, String title, Object token, String expectedPatch) {
        return ask(
                slug,
                title,
                Json.object(
                        "token",
                        token,
                        "jwks",
                        Forge.jwks(),
                        "expected",
                        Quoted.merged(Quoted.object(EXPECTED), Quoted.object(expectedPatch)),
                        "clock_time",
                        CLOCK));
    }

    Draft askAt(String slug, String title, Forge token, String clockTime) {
        return ask(
                slug,
                title,
                Json.object(
                        "token", token.make(),
                        "jwks", Forge.jwks(),
                        "expected", Quoted.object(EXPECTED),
                        "clock_time", clockTime));
    }

    Draft askWith(String slug, String title, Forge token, Map<String, Object> jwks) {
        return ask(
                slug,
                title,
                Json.object(
                        "token", token.make(), "jwks", jwks, "expected", Quoted.object(EXPECTED), "clock_time", CLOCK));
    }

    Draft ask(String slug, String title, Map<String, Object> input) {
        return file.add(slug, OP, title, input);
    }

    Draft malformedText(String slug, String title, String text) {
        return ask(slug, title, (Object) text, "{}").fails("TOKEN_MALFORMED");
    }

    Draft malformed(String slug, String title, Forge token) {
        return ask(slug, title, token).fails("TOKEN_MALFORMED");
    }

    Draft rejected(String slug, String title, Forge token) {
        return ask(slug, title, token).fails("TOKEN_HEADER_REJECTED");
    }

    Draft unknown(String slug, String title, Forge token) {
        return ask(slug, title, token).fails("TOKEN_KEY_UNKNOWN");
    }

    Draft invalid(String slug, String title, Forge token) {
        return ask(slug, title, token).fails("TOKEN_SIGNATURE_INVALID");
    }

    static Map<String, Object> active() {
        return Forge.jwk("k-active", Forge.ACTIVE, "{}");
    }

    static Map<String, Object> patched(Map<String, Object> jwk, String patch) {
        jwk.putAll(Quoted.object(patch));
        return jwk;
    }

    static Map<String, Object> set(Map<String, Object> jwk) {
        return Json.object("keys", List.of(jwk));
    }
}
