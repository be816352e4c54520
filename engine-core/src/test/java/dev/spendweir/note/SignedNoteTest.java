package dev.spendweir.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.note.SignedNote.Verdict;
import dev.spendweir.rejection.RejectedException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
    private static final SigningKey KEY = key(1);
    private static final String NAME = "spendweir/acme/decisions";
    private static final VerifierKeys KNOWN = new VerifierKeys(List.of(VerifierKey.of(NAME, KEY.publicKey())));
    private static final String TEXT = "first line\n\nthird line\n";

    private static SigningKey key(int fill) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) fill);
        return SigningKey.ofSeed(seed);
    }

    @Test
    void note_asSigned_isGoodAndReadsBack() {
        SignedNote note = SignedNote.sign(TEXT, NAME, KEY);
        assertThat(note.verify(KNOWN)).isEqualTo(Verdict.GOOD);
        SignedNote read = SignedNote.parse(note.format());
        assertThat(read).isEqualTo(note);
        assertThat(read.verify(KNOWN)).isEqualTo(Verdict.GOOD);
    }

    /** The platform's own Ed25519 and SHA-256 over the bytes of the format, put together by hand. */
    @Test
    void note_asSigned_isWhatTheFormatSays() throws GeneralSecurityException {
        String note = SignedNote.sign(TEXT, NAME, KEY).format();
        assertThat(note).startsWith(TEXT + "\n\u2014 " + NAME + " ").endsWith("\n");
        String base64 = note.substring(note.lastIndexOf(' ') + 1).strip();
        byte[] signature = Base64.getDecoder().decode(base64);
        assertThat(signature).hasSize(4 + 64);

        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update((NAME + "\n\u0001").getBytes(StandardCharsets.UTF_8));
        byte[] id = digest.digest(KEY.publicKey());
        assertThat(Arrays.copyOf(signature, 4)).isEqualTo(Arrays.copyOf(id, 4));

        byte[] spki = HexFormat.of()
                .parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(KEY.publicKey()));
        Signature platform = Signature.getInstance("Ed25519");
        platform.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
        platform.update(TEXT.getBytes(StandardCharsets.UTF_8));
        assertThat(platform.verify(Arrays.copyOfRange(signature, 4, signature.length)))
                .isTrue();
    }

    @Test
    void note_withChangedText_hasABadSignature() {
        String note = SignedNote.sign(TEXT, NAME, KEY).format().replace("third", "other");
        assertThat(SignedNote.parse(note).verify(KNOWN)).isEqualTo(Verdict.BAD_SIGNATURE);
    }

    @Test
    void note_ofAnotherKeyOfTheSameName_isOfAnUnknownKey() {
        SignedNote note = SignedNote.sign(TEXT, NAME, key(2));
        assertThat(note.verify(KNOWN)).isEqualTo(Verdict.UNKNOWN_KEY);
        assertThat(note.verify(VerifierKeys.NONE)).isEqualTo(Verdict.UNKNOWN_KEY);
    }

    @Test
    void note_ofTheSameKeyUnderAnotherName_isOfAnUnknownKey() {
        assertThat(SignedNote.sign(TEXT, "spendweir/acme/governance", KEY).verify(KNOWN))
                .isEqualTo(Verdict.UNKNOWN_KEY);
    }

    @Test
    void note_alsoSignedByAStranger_isGood() {
        SignedNote ours = SignedNote.sign(TEXT, NAME, KEY);
        SignedNote theirs = SignedNote.sign(TEXT, "witness", key(2));
        SignedNote both = new SignedNote(
                TEXT, List.of(theirs.signatures().get(0), ours.signatures().get(0)));
        assertThat(SignedNote.parse(both.format()).verify(KNOWN)).isEqualTo(Verdict.GOOD);
    }

    @Test
    void note_withAGoodAndABadSignatureOfKnownKeys_isBad() {
        SignedNote ours = SignedNote.sign(TEXT, NAME, KEY);
        SignedNote other = SignedNote.sign("other\n", NAME, KEY);
        SignedNote both = new SignedNote(
                TEXT, List.of(ours.signatures().get(0), other.signatures().get(0)));
        assertThat(both.verify(KNOWN)).isEqualTo(Verdict.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\n",
                "text\n\n",
                "text\n\n\u2014 name\n",
                "text\n\n- name AAAAAAAA\n",
                "text\n\n\u2014 name AAAAAAAA",
                "text\n\n\u2014 name AAAA\n",
                "text\n\n\u2014 name AAAAAAB=\n",
                "text\n\n\u2014 na+me AAAAAAAA\n",
                "te\txt\n\n\u2014 name AAAAAAAA\n",
                "text\n\n\u2014 name AAAAAAAA\n\u2014 name !!!!\n"
            })
    void text_thatIsNoNote_isRefused(String text) {
        assertThatThrownBy(() -> SignedNote.parse(text))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("NOTE_INVALID");
    }

    @Test
    void bytes_thatAreNoNote_areRefused() {
        assertThatThrownBy(() -> SignedNote.parse(new byte[] {(byte) 0xff, '\n', '\n'}))
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> SignedNote.parse(new byte[SignedNote.MAX_BYTES + 1]))
                .hasMessageContaining("at most");
        String line = "\u2014 name AAAAAAAA\n";
        assertThat(SignedNote.parse("t\n\n" + line.repeat(SignedNote.MAX_SIGNATURES))
                        .signatures())
                .hasSize(SignedNote.MAX_SIGNATURES);
        assertThatThrownBy(() -> SignedNote.parse("t\n\n" + line.repeat(SignedNote.MAX_SIGNATURES + 1)))
                .hasMessageContaining("at most");
    }

    @Test
    void verifierKey_readsBackFromItsText() {
        VerifierKey key = VerifierKey.of(NAME, KEY.publicKey());
        assertThat(VerifierKey.parse(key.text())).isEqualTo(key);
        assertThat(key.text()).matches("spendweir/acme/decisions\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{44}");
        VerifierKeys file = VerifierKeys.parse("# auditor's keys\n\n" + key.text() + "\n");
        assertThat(file.keys()).containsExactly(key);
        assertThat(VerifierKeys.parse(file.text())).isEqualTo(file);
    }

    @Test
    void verifierKey_malformed_isRefused() {
        String text = VerifierKey.of(NAME, KEY.publicKey()).text();
        String id = text.split("\\+")[1];
        for (String bad : List.of(
                "",
                "name",
                "name+12345678",
                text.replace("+" + id + "+", "+00000000+"),
                text.substring(0, text.length() - 4),
                text.replace("+AY", "+AI"),
                "other" + text)) {
            assertThatThrownBy(() -> VerifierKey.parse(bad)).as(bad).hasMessageContaining("VERIFIER_KEY_INVALID");
        }
        assertThatThrownBy(() -> VerifierKeys.parse("# nothing\n")).hasMessageContaining("no key");
        assertThatThrownBy(() -> VerifierKeys.parse("# a\nbad\n")).hasMessageContaining("line 2");
    }

    @Test
    void publicKey_ofSmallOrderOrNone_isRefused() {
        byte[] identity = new byte[32];
        identity[0] = 1;
        assertThatThrownBy(() -> VerifierKey.of(NAME, identity)).hasMessageContaining("no Ed25519 public key");
        assertThatThrownBy(() -> VerifierKey.of(NAME, new byte[31])).hasMessageContaining("no Ed25519 public key");
        assertThatThrownBy(() -> VerifierKey.of("a b", KEY.publicKey())).hasMessageContaining("white space");
    }

    @Test
    void signingKey_shownAsText_hidesItself() {
        assertThat(KEY.toString()).isEqualTo("Ed25519 key");
        assertThatThrownBy(() -> SigningKey.ofSeed(new byte[33])).isInstanceOf(IllegalArgumentException.class);
    }
}
