package dev.spendweir.server.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.note.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    @TempDir
    Path directory;

    private Path pem(String kind, byte[]... keys) throws IOException {
        StringBuilder text = new StringBuilder();
        for (byte[] der : keys) {
            text.append("-----BEGIN ").append(kind).append("-----\n");
            text.append(Base64.getMimeEncoder().encodeToString(der));
            text.append("\n-----END ").append(kind).append("-----\n");
        }
        return Files.writeString(Files.createTempFile(directory, "key", ".pem"), text.toString());
    }

    @Test
    void key_ofThePlatform_signsAsThePlatform() throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        SigningKey read = KeyFile.read(pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        Signature platform = Signature.getInstance("Ed25519");
        platform.initVerify(pair.getPublic());
        platform.update(new byte[] {1, 2, 3});
        assertThat(platform.verify(read.sign(new byte[] {1, 2, 3}))).isTrue();
        List<byte[]> publicKeys = KeyFile.readPublic(pem(
                "PUBLIC KEY", pair.getPublic().getEncoded(), pair.getPublic().getEncoded()));
        assertThat(publicKeys).containsExactly(read.publicKey(), read.publicKey());
    }

    @Test
    void key_made_isTheOwnersAloneAndStays() throws IOException {
        Path file = directory.resolve("keys").resolve("ledger.pem");
        SigningKey made = KeyFile.readOrMake(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(KeyFile.readOrMake(file).publicKey()).isEqualTo(made.publicKey());
        assertThat(Files.list(file.getParent())).containsExactly(file);
    }

    @Test
    void file_thatIsNoKey_isRefusedInOneLine() throws IOException, GeneralSecurityException {
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        for (Path file : List.of(
                directory.resolve("none.pem"),
                Files.writeString(directory.resolve("text"), "hello"),
                Files.write(directory.resolve("large"), new byte[100_000]),
                pem("PRIVATE KEY", rsa.getPrivate().getEncoded()))) {
            assertThatThrownBy(() -> KeyFile.read(file))
                    .isInstanceOfSatisfying(
                            KeyFileException.class,
                            e -> assertThat(e.getMessage().lines()).hasSize(1));
        }
        assertThatThrownBy(() ->
                        KeyFile.readPublic(pem("PUBLIC KEY", rsa.getPublic().getEncoded())))
                .isInstanceOf(KeyFileException.class);
        assertThatThrownBy(() -> KeyFile.readPublic(pem("PUBLIC KEY"))).isInstanceOf(KeyFileException.class);
    }
}
