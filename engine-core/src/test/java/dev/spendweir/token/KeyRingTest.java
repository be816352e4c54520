package dev.spendweir.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class KeyRingTest {
    private static final Instant NOW = Tokens.NOW;
    private static final TokenSigner FIRST = Tokens.signer("k1", 1);
    private static final TokenSigner SECOND = Tokens.signer("k2", 2);
    private static final KeyRing ONE = KeyRing.EMPTY.withNext(FIRST.key()).activate("k1", NOW);
    private static final KeyRing TWO = ONE.withNext(SECOND.key());

    private static KeyStatus status(KeyRing ring, String kid) {
        return ring.keySet().find(kid).orElseThrow().status();
    }

    private static boolean accepts(KeyRing ring, TokenSigner signer) {
        String token = new TokenMinter(signer).mint(Tokens.claims());
        return new TokenVerifier(ring.keySet()).verify(token, Tokens.expected(), NOW) instanceof TokenVerdict.Accepted;
    }

    private static ErrorCode codeOf(ThrowingCallable call) {
        return ((RejectedException) catchThrowable(call)).code();
    }

    @Test
    void rotation_keepsTokensOfBothKeysValid() {
        assertThat(TWO.active().orElseThrow().kid()).isEqualTo("k1");
        assertThat(accepts(TWO, SECOND)).isTrue();

        KeyRing rotated = TWO.activate("k2", NOW);

        assertThat(rotated.active().orElseThrow().kid()).isEqualTo("k2");
        assertThat(status(rotated, "k1")).isEqualTo(KeyStatus.RETIRING);
        assertThat(accepts(rotated, FIRST)).isTrue();
        assertThat(accepts(rotated, SECOND)).isTrue();
    }

    @Test
    void rollback_activatesTheFormerKeyAgain() {
        KeyRing back = TWO.activate("k2", NOW).activate("k1", NOW.plusSeconds(5));

        assertThat(back.active().orElseThrow().kid()).isEqualTo("k1");
        assertThat(status(back, "k2")).isEqualTo(KeyStatus.RETIRING);
        assertThat(accepts(back, SECOND)).isTrue();
    }

    @Test
    void retire_whileTokensMayLive_isRefusedUnlessTheKeyIsCompromised() {
        KeyRing rotated = TWO.activate("k2", NOW);
        Instant safe = NOW.plus(KeyRing.LONGEST_USE);

        assertThat(codeOf(() -> rotated.retire("k1", safe.minusMillis(1), false)))
                .isEqualTo(ErrorCode.CONFLICT);
        assertThat(accepts(rotated.retire("k1", safe, false), FIRST)).isFalse();
        assertThat(accepts(rotated.retire("k1", NOW, true), FIRST)).isFalse();
        assertThat(accepts(rotated.retire("k1", NOW, true), SECOND)).isTrue();
    }

    @Test
    void retire_ofAKeyThatNeverSigned_isPossibleAtOnce() {
        assertThat(status(TWO.retire("k2", NOW, false), "k2")).isEqualTo(KeyStatus.RETIRED);
    }

    @Test
    void activeKey_cannotBeRetired_andARetiredOneNotActivated() {
        assertThat(codeOf(() -> TWO.retire("k1", NOW, true))).isEqualTo(ErrorCode.CONFLICT);
        KeyRing retired = TWO.retire("k2", NOW, false);
        assertThat(codeOf(() -> retired.activate("k2", NOW))).isEqualTo(ErrorCode.CONFLICT);
        assertThat(codeOf(() -> retired.withNext(SECOND.key()))).isEqualTo(ErrorCode.CONFLICT);
        assertThat(codeOf(() -> TWO.activate("k3", NOW))).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void activate_ofTheActiveKey_changesNothing() {
        assertThat(ONE.activate("k1", NOW.plusSeconds(9)).entries()).isEqualTo(ONE.entries());
    }

    @Test
    void jwks_hasEveryKeyThatVerifiesAndNoPrivateMember() {
        KeyRing ring = TWO.activate("k2", NOW).retire("k1", NOW, true);

        JsonArray keys =
                (JsonArray) Objects.requireNonNull(ring.keySet().toJwks().get("keys"));

        assertThat(keys.elements()).containsExactly(SECOND.key().toJwk());
        assertThat(SECOND.key().toJwk().names()).containsExactly("kty", "crv", "kid", "alg", "use", "x");
        assertThat(KeySet.read(ring.keySet().toJwks()).keys()).containsExactly(SECOND.key());
    }

    @Test
    void ring_withTwoActiveKeysOrOneKidTwice_isNoRing() {
        KeyRing.Entry first = new KeyRing.Entry(FIRST.key(), null);
        KeyRing.Entry second = new KeyRing.Entry(SECOND.key(), null);
        assertThat(catchThrowable(() -> KeyRing.of(List.of(first, second)))).hasMessageContaining("2 keys are active");
        assertThat(catchThrowable(() -> KeyRing.of(List.of(first, first)))).hasMessageContaining("k1");
    }

    @Test
    void signer_saysItsNameAndNothingElse() {
        assertThat(FIRST).hasToString("Ed25519Signer[k1]");
        assertThat(FIRST.key()).hasToString("VerificationKey[k1 active]");
    }
}
