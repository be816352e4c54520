package dev.spendweir.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519Test {
    private static final byte[] SEED = hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    private static final byte[] KEY = Ed25519.publicKey(SEED);
    private static final byte[] MESSAGE = {1, 2, 3};
    private static final byte[] SIGNATURE = Ed25519.sign(SEED, KEY, MESSAGE);

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    /** RFC 8032, 7.1: tests 1 and 2. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
                + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0"
                + "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    })
    void sign_ofTheRfcsExamples_givesTheirSignatures(String seed, String key, String message, String signature) {
        assertThat(Ed25519.publicKey(hex(seed))).isEqualTo(hex(key));
        assertThat(Ed25519.sign(hex(seed), hex(key), hex(message))).isEqualTo(hex(signature));
        assertThat(Ed25519.verify(hex(key), hex(message), hex(signature))).isTrue();
    }

    @Test
    void verify_withAnyBitOfSignatureKeyOrMessageFlipped_isFalse() {
        for (int bit = 0; bit < 512; bit++) {
            assertThat(Ed25519.verify(KEY, MESSAGE, flipped(SIGNATURE, bit)))
                    .as("signature bit %d", bit)
                    .isFalse();
        }
        for (int bit = 0; bit < 256; bit++) {
            assertThat(Ed25519.verify(flipped(KEY, bit), MESSAGE, SIGNATURE))
                    .as("key bit %d", bit)
                    .isFalse();
        }
        for (int bit = 0; bit < 24; bit++) {
            assertThat(Ed25519.verify(KEY, flipped(MESSAGE, bit), SIGNATURE))
                    .as("message bit %d", bit)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 63, 65, 128})
    void verify_ofASignatureOfAnotherLength_isFalse(int length) {
        assertThat(Ed25519.verify(KEY, MESSAGE, Arrays.copyOf(SIGNATURE, length)))
                .isFalse();
    }

    @Test
    void verify_ofSPlusTheGroupsOrder_isFalse() {
        BigInteger order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        byte[] reversed = new byte[33];
        for (int i = 0; i < 32; i++) {
            reversed[32 - i] = SIGNATURE[32 + i];
        }
        byte[] sum = new BigInteger(reversed).add(order).toByteArray();
        byte[] other = SIGNATURE.clone();
        for (int i = 0; i < 32; i++) {
            other[32 + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
        }
        assertThat(other).isNotEqualTo(SIGNATURE);
        assertThat(Ed25519.verify(KEY, MESSAGE, other)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void verify_underAKeyOfSmallOrder_isFalse(String key) {
        byte[] neutral = new byte[64];
        neutral[0] = 1;
        assertThat(Ed25519.isOfSmallOrder(hex(key))).isTrue();
        assertThat(Ed25519.verify(hex(key), MESSAGE, neutral)).isFalse();
    }

    @Test
    void isOfSmallOrder_ofAnHonestKey_isFalse() {
        assertThat(Ed25519.isOfSmallOrder(KEY)).isFalse();
    }

    @Test
    void keys_ofAWrongLength_areRefusedWhenSigningAndFailWhenVerifying() {
        assertThatThrownBy(() -> Ed25519.publicKey(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ed25519.sign(SEED, new byte[33], MESSAGE)).hasMessageContaining("32 bytes");
        assertThat(Ed25519.verify(Arrays.copyOf(KEY, 33), MESSAGE, SIGNATURE)).isFalse();
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        return flipped;
    }
}
