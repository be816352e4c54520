package dev.spendweir.server.store.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.server.StartupException;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.keys.KeySealer;
import dev.spendweir.server.keys.TokenKeys;
import dev.spendweir.signature.Ed25519;
import dev.spendweir.token.TokenAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Private keys lie sealed: AES-256-GCM under a key of the environment, bound to the name of the key (spec 2.2, keys). */
class StoredKeysTest {
    private static final byte[] SECRET = filled(5);
    private static final KeySealer SEALER = sealer(SECRET);

    private static TestStore test;

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static KeySealer sealer(byte[] secret) {
        return KeySealer.of(Base64.getEncoder().encodeToString(secret), "test");
    }

    private static TokenKeys keys(KeySealer sealer) {
        return test.store.tokenKeys(sealer, TokenAlgorithm.EDDSA);
    }

    @BeforeAll
    static void open() {
        test = TestStore.open();
    }

    @AfterAll
    static void close() {
        test.close();
    }

    private static byte[] column(String name, String kid) {
        return HexFormat.of()
                .parseHex(test.sql("SELECT encode(" + name + ", 'hex') FROM token_key WHERE kid = '" + kid + "'")
                        .get(0));
    }

    @Test
    void privateKey_liesSealed_andOpensUnderTheEnvironmentsKeyAlone() throws Exception {
        String kid = keys(SEALER).signer().key().kid();
        byte[] sealed = column("sealed_private_key", kid);

        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(SECRET, "AES"),
                new GCMParameterSpec(128, Arrays.copyOf(sealed, 12)));
        cipher.updateAAD(kid.getBytes(StandardCharsets.UTF_8));
        byte[] seed = cipher.doFinal(sealed, 12, sealed.length - 12);
        assertThat(Ed25519.publicKey(seed)).isEqualTo(column("public_key", kid));
        assertThat(test.sql("SELECT t::text FROM token_key t") + test.payloads().toString())
                .doesNotContain(
                        HexFormat.of().formatHex(seed), Base64.getEncoder().encodeToString(seed));

        assertThatThrownBy(() -> keys(sealer(filled(6))))
                .hasMessageContaining("does not open")
                .hasMessageNotContaining(HexFormat.of().formatHex(seed));
        assertThat(keys(SEALER).signer().key().kid())
                .as("another server, the same ring")
                .isEqualTo(kid);
    }

    @Test
    void sealedKey_inAnothersPlace_doesNotOpen() {
        byte[] sealed = SEALER.seal("k1", filled(1));
        assertThat(SEALER.open("k1", sealed)).isEqualTo(filled(1));
        assertThat(SEALER.seal("k1", filled(1))).as("a fresh nonce each time").isNotEqualTo(sealed);
        assertThatThrownBy(() -> SEALER.open("k2", sealed)).isInstanceOf(IllegalStateException.class);
        for (int place : new int[] {0, 11, 12, 43, 59}) {
            byte[] changed = sealed.clone();
            changed[place] ^= 1;
            assertThatThrownBy(() -> SEALER.open("k1", changed)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void environmentsKey_thatIsNoKey_isRefusedWithoutShowingIt() {
        for (String bad : new String[] {"", "secret-secret", Base64.getEncoder().encodeToString(new byte[31])}) {
            assertThatThrownBy(() -> KeySealer.of(bad, "tokens.encryption_key"))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("tokens.encryption_key")
                    .hasMessageNotContaining(bad.isEmpty() ? "\u0000" : bad);
        }
    }
}
