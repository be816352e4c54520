package dev.spendweir.cli.gate;

import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.cli.CliException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Reads the files of a call; each failure says which file and why. */
final class FileReader {

    /**
     * The largest plan or Infracost output that is read. A plan of 20,000 resources has about 50 MB; twice that, read and
     * redacted, still fits a heap of 1 GiB.
     */
    static final int MAX_BYTES = 128 * 1024 * 1024;

    private static final int CHUNK = 1 << 16;

    private FileReader() {}

    static byte[] read(Path file, String what) {
        try (InputStream in = Files.newInputStream(file)) {
            // The size is asked first, so that the array is made once; a pipe has none.
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw tooLarge(what);
            }
            return read(in, what);
        } catch (IOException e) {
            throw unreadable(file, what, e);
        }
    }

    static byte[] read(InputStream in, String what) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw tooLarge(what);
        }
        if (bytes.length == 0) {
            throw new CliException(what + " is empty");
        }
        return bytes;
    }

    static String sha256(Path file, String what) {
        MessageDigest digest = Sha256Hex.newDigest();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
            }
        } catch (IOException e) {
            throw unreadable(file, what, e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static CliException unreadable(Path file, String what, IOException e) {
        String why = e instanceof NoSuchFileException ? "is not there" : "cannot be read";
        return new CliException(what + " " + file + " " + why);
    }

    private static CliException tooLarge(String what) {
        return new CliException(
                what + " is larger than " + MAX_BYTES + " bytes", "split the configuration into smaller states");
    }
}
