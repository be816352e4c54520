package dev.spendweir.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.server.store.PackedBytes.Dictionary;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PackedBytesTest {
    private static final String[] PIECES = {
        "{\"approval_id\":null,",
        "\"fingerprint\":\"",
        "c96bea8b508f96daa732692e93b68fe898ce4319068f805026e2aa6707d4a366",
        "01a1fdef-28f6-7182-858d-d5269767e1a7",
        "abcdef0123456789".repeat(70),
        "{\"committed\":null,\"consumed\":null,\"headroom\":null}",
        "\u0001\u0002\u0003\u0004",
        "\"2026-11-21T11:47:51.666Z\"",
        "\"01a1fdef-28f6-7182-858d-d5269767e1a7\"",
        "\"c96bea8b508f96daa732692e93b68fe898ce4319068f805026e2aa6707d4a366\"",
        "größer",
        "x".repeat(300),
        "7"
    };

    @ParameterizedTest
    @EnumSource(Dictionary.class)
    void text_ofAnyPieces_comesBack(Dictionary dictionary) {
        for (int seed = 0; seed < 2_000; seed++) {
            byte[] plain = text(new Random(seed));
            assertThat(PackedBytes.unpack(PackedBytes.pack(plain, dictionary)))
                    .as("seed " + seed)
                    .isEqualTo(plain);
            byte[] beside = text(new Random(-seed));
            assertThat(PackedBytes.unpack(PackedBytes.pack(plain, dictionary, beside), beside))
                    .as("beside another, seed " + seed)
                    .isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @EnumSource(Dictionary.class)
    void noise_ofAnyLength_comesBackAndGrowsByOneByte(Dictionary dictionary) {
        for (int length : new int[] {0, 1, 199, 200, 1_000, 16_384, 16_385, 70_000}) {
            byte[] noise = new byte[length];
            new Random(length).nextBytes(noise);
            byte[] packed = PackedBytes.pack(noise, dictionary);
            assertThat(packed).hasSizeLessThanOrEqualTo(length + 1);
            assertThat(PackedBytes.unpack(packed)).isEqualTo(noise);
        }
    }

    @ParameterizedTest
    @EnumSource(Dictionary.class)
    void damage_isNoticedOrGivesOtherBytes_butNeverAnotherFailure(Dictionary dictionary) {
        byte[] plain = text(new Random(7));
        byte[] packed = PackedBytes.pack(plain, dictionary);
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            byte[] damaged = Arrays.copyOf(packed, 1 + random.nextInt(packed.length));
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                PackedBytes.unpack(damaged);
            } catch (IllegalStateException e) {
                assertThat(e).as("seed " + seed).hasMessageStartingWith("stored bytes are");
            }
            assertThat(PackedBytes.unpackIfSound(damaged)).isNotNull();
        }
    }

    @Test
    void unpacked_jsonText_isTakenAsItIs() {
        byte[] plain = "{\"a\":1}".getBytes(UTF_8);
        assertThat(PackedBytes.unpack(plain)).isEqualTo(plain);
        assertThatThrownBy(() -> PackedBytes.unpack(new byte[0])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> PackedBytes.unpack(new byte[] {99, 1})).hasMessageContaining("unknown way: 99");
    }

    /** What was packed with a dictionary needs these very bytes for ever: make a new file with a new number instead. */
    @ParameterizedTest
    @CsvSource({
        "packing-ledger-1.txt, fb5069b28679d438bbaad721fd66f58a5cd8da740cae95c5b28bbb50e8b5fff7",
        "packing-response-1.txt, 353fe06386e6842b781e1ae3bcbe899d7ef477b768ad0199a11cc94a3d934d43"
    })
    void dictionary_isNeverChanged(String file, String sha256) {
        assertThat(Sha256Hex.of(SqlText.bytes(PackedBytes.class, file))).isEqualTo(sha256);
    }

    private static byte[] text(Random random) {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(60);
        for (int i = 0; i < pieces; i++) {
            String piece = PIECES[random.nextInt(PIECES.length)];
            text.append(piece, random.nextInt(piece.length()), piece.length());
        }
        return text.toString().getBytes(UTF_8);
    }
}
