package dev.spendweir.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.policy.PolicyDocument.TokenBinding;
import dev.spendweir.rejection.ErrorCode;
import java.util.Base64;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** The verifier accepts what the signer made, and nothing else (spec 8). */
class TokenProperties {

    private static final String TOKEN = new TokenMinter(Tokens.SIGNER).mint(Tokens.claims());
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @Property(tries = 200)
    void whatWasMintedIsAcceptedWithItsClaims(
            @ForAll @StringLength(min = 1, max = 60) @CharRange(from = ' ', to = '\ud7ff') String requester,
            @ForAll @IntRange(min = -1_000_000_000, max = 1_000_000_000) int micros,
            @ForAll TokenBinding binding) {
        ApprovalToken claims = Tokens.claims(requester, Amount.ofMicros(micros), binding);
        String token = new TokenMinter(Tokens.SIGNER).mint(claims);

        TokenVerdict verdict = Tokens.verifier().verify(token, Tokens.expected(), Tokens.NOW);

        assertThat(verdict).isInstanceOf(TokenVerdict.Accepted.class);
        assertThat(((TokenVerdict.Accepted) verdict).token()).isEqualTo(claims);
        assertThat(CanonicalJson.text(((TokenVerdict.Accepted) verdict).claims()))
                .isEqualTo(CanonicalJson.text(claims.toJson()));
    }

    @Property(tries = 500)
    void anyOtherLetterAtAnyPlaceIsRefused(
            @ForAll @IntRange(min = 0, max = 10_000) int place, @ForAll @IntRange(min = 1, max = 63) int step) {
        int at = place % TOKEN.length();
        char was = TOKEN.charAt(at);
        char other = was == '.' ? 'A' : LETTERS.charAt((LETTERS.indexOf(was) + step) % 64);

        assertRefused(TOKEN.substring(0, at) + other + TOKEN.substring(at + 1));
    }

    /** No byte is left out: of header, payload and signature. */
    @Example
    void everyByteWithABitFlippedIsRefused() {
        String[] parts = TOKEN.split("\\.");
        for (int part = 0; part < parts.length; part++) {
            byte[] bytes = Base64.getUrlDecoder().decode(parts[part]);
            for (int i = 0; i < bytes.length; i++) {
                byte[] changed = bytes.clone();
                changed[i] ^= (byte) (1 << i % 8);
                String[] tampered = parts.clone();
                tampered[part] = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
                assertRefused(String.join(".", tampered));
            }
        }
    }

    @Property(tries = 300)
    void anyInsertedOrRemovedLetterIsRefused(
            @ForAll @IntRange(min = 0, max = 10_000) int place,
            @ForAll @CharRange(from = '\0', to = '\u00ff') char more) {
        int at = place % TOKEN.length();

        assertRefused(TOKEN.substring(0, at) + more + TOKEN.substring(at));
        assertRefused(TOKEN.substring(0, at) + TOKEN.substring(at + 1));
    }

    @Property(tries = 300)
    void anyTextIsJudgedAndNeverThrows(@ForAll @StringLength(max = 200) String text) {
        assertRefused(text);
        assertRefused(text + "." + text + "." + text);
    }

    private static void assertRefused(String token) {
        TokenVerdict verdict = Tokens.verifier().verify(token, Tokens.expected(), Tokens.NOW);
        assertThat(verdict).as(token).isInstanceOf(TokenVerdict.Refused.class);
        assertThat(((TokenVerdict.Refused) verdict).code())
                .isIn(
                        ErrorCode.TOKEN_MALFORMED,
                        ErrorCode.TOKEN_HEADER_REJECTED,
                        ErrorCode.TOKEN_KEY_UNKNOWN,
                        ErrorCode.TOKEN_SIGNATURE_INVALID);
    }
}
