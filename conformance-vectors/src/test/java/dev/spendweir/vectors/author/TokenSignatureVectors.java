package dev.spendweir.vectors.author;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

/** Spec 2.2, point 4: signatures and keys that somebody tampered with. */
final class TokenSignatureVectors extends TokenDrafts {
    /** The order of the group: S and S + L pass the same equation. */
    private static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    TokenSignatureVectors(VectorFile file) {
        super(file);
    }

    void signatures() {
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
}
