package dev.spendweir.server.keys;

import dev.spendweir.note.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ed25519 keys in PEM files: private ones as PKCS#8, public ones as SPKI, as {@code openssl genpkey} writes them. */
public final class KeyFile {
    private static final byte[] PKCS8_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int PUBLIC_KEY_BYTES = 32;

    /** No key file is longer; whatever is, is something else. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final Pattern PRIVATE = block("PRIVATE KEY");
    private static final Pattern PUBLIC = block("PUBLIC KEY");

    private KeyFile() {}

    private static Pattern block(String kind) {
        return Pattern.compile("-----BEGIN " + kind + "-----([A-Za-z0-9+/=\\s]+)-----END " + kind + "-----");
    }

    /**
     * Reads a private key.
     *
     * @throws KeyFileException when the file cannot be read or holds no Ed25519 key
     */
    public static SigningKey read(Path file) {
        return SigningKey.ofSeed(seed(file));
    }

    /** The bare secret, 32 bytes, of a private key; refused as {@link #read}. */
    static byte[] seed(Path file) {
        Matcher block = PRIVATE.matcher(text(file));
        if (!block.find()) {
            throw new KeyFileException(
                    file + " holds no PKCS#8 private key in PEM; make one with openssl genpkey -algorithm ed25519");
        }
        try {
            PrivateKey key =
                    KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(bytes(block, file)));
            return ((EdECPrivateKey) key).getBytes().orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new KeyFileException(file + " holds a private key that is not an Ed25519 one");
        }
    }

    /** The key of a file that is made, readable by its owner alone, when it is not there. */
    public static SigningKey readOrMake(Path file) {
        if (!Files.exists(file)) {
            make(file);
        }
        return read(file);
    }

    private static void make(Path file) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        byte[] der = Arrays.copyOf(PKCS8_PREFIX, PKCS8_PREFIX.length + seed.length);
        System.arraycopy(seed, 0, der, PKCS8_PREFIX.length, seed.length);
        String pem = "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(der)
                + "\n-----END PRIVATE KEY-----\n";
        try {
            Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a directory");
            Files.createDirectories(directory, ownersOnly("rwx------"));
            // Under another name first: a start that dies half way leaves no half key behind.
            Path unfinished = directory.resolve(file.getFileName() + ".new");
            Files.deleteIfExists(unfinished);
            Files.createFile(unfinished, ownersOnly("rw-------"));
            Files.writeString(unfinished, pem, StandardCharsets.US_ASCII, StandardOpenOption.SYNC);
            Files.createLink(file, unfinished);
            Files.delete(unfinished);
        } catch (FileAlreadyExistsException e) {
            // Another start was faster; its key is as good.
            return;
        } catch (IOException e) {
            throw new KeyFileException("a key cannot be made at " + file + ": " + e.getMessage());
        }
    }

    private static FileAttribute<?>[] ownersOnly(String permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(Set.copyOf(PosixFilePermissions.fromString(permissions)))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Reads public keys.
     *
     * @return each 32 bytes, in their order
     * @throws KeyFileException when the file cannot be read or holds anything but Ed25519 keys
     */
    public static List<byte[]> readPublic(Path file) {
        List<byte[]> keys = new ArrayList<>();
        Matcher block = PUBLIC.matcher(text(file));
        while (block.find()) {
            byte[] spki = bytes(block, file);
            if (spki.length != SPKI_PREFIX.length + PUBLIC_KEY_BYTES
                    || !Arrays.equals(spki, 0, SPKI_PREFIX.length, SPKI_PREFIX, 0, SPKI_PREFIX.length)) {
                throw new KeyFileException(file + " holds a public key that is not an Ed25519 one");
            }
            keys.add(Arrays.copyOfRange(spki, SPKI_PREFIX.length, spki.length));
        }
        if (keys.isEmpty()) {
            throw new KeyFileException(
                    file + " holds no public key in PEM; make them with openssl pkey -in KEY.pem -pubout");
        }
        return keys;
    }

    private static byte[] bytes(Matcher block, Path file) {
        try {
            return Base64.getMimeDecoder().decode(block.group(1));
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file + " holds a PEM block that is not base64");
        }
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new KeyFileException(file + " is too large to be a key file");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new KeyFileException("the key file " + file + " cannot be read; is it there and yours to read?");
        }
    }
}
