package dev.spendweir.note;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A text with signatures under it (C2SP signed-note): the text, an empty line, and lines of an em dash, a key's name and
 * base64 of the key's id and the signature. Immutable and thread-safe.
 *
 * @param text with its last line end; not to be believed before {@link #verify} says so
 * @param signatures at least one
 */
public record SignedNote(String text, List<Signature> signatures) {
    /** A note is a page of text; more is not read. */
    public static final int MAX_BYTES = 64 * 1024;

    /** C2SP asks for at least 16; more are refused before any of them costs a verification. */
    public static final int MAX_SIGNATURES = 32;

    private static final String MARK = "\u2014 ";
    private static final int ID_BYTES = 4;

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /**
     * One signature, whoever made it.
     *
     * @param name the key's name
     * @param keyId 8 lower-case hex digits
     * @param base64 of the signature's own bytes
     */
    public record Signature(String name, String keyId, String base64) {
        byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }
    }

    /** What the known keys say of a note. */
    public enum Verdict {
        /** A known key signed it, and no known key's signature is bad. */
        GOOD,
        /** No known key signed it. */
        UNKNOWN_KEY,
        /** A signature in a known key's name is not that key's. */
        BAD_SIGNATURE
    }

    /**
     * Signs a text.
     *
     * @param text ends with a line end
     * @param name the key's name, see {@link VerifierKey#of}
     */
    public static SignedNote sign(String text, String name, SigningKey key) {
        requireText(text);
        VerifierKey verifier = VerifierKey.of(name, key.publicKey());
        byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
        return new SignedNote(
                text,
                List.of(new Signature(name, verifier.id(), Base64.getEncoder().encodeToString(signature))));
    }

    /**
     * Reads a note.
     *
     * @throws RejectedException {@code NOTE_INVALID} when it has not the form of one
     */
    public static SignedNote parse(byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            throw invalid("a note has at most " + MAX_BYTES + " bytes, this has " + utf8.length);
        }
        String note = decode(utf8);
        int end = note.lastIndexOf("\n\n");
        if (end < 0) {
            throw invalid("there is no empty line between a text and its signatures");
        }
        String text = note.substring(0, end + 1);
        requireText(text);
        return new SignedNote(text, signatures(note.substring(end + 2)));
    }

    /** As {@link #parse(byte[])}, of a text that came as one. */
    public static SignedNote parse(String note) {
        return parse(note.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Signature> signatures(String lines) {
        if (!lines.endsWith("\n")) {
            throw invalid("the last line has no end");
        }
        List<Signature> signatures = new ArrayList<>();
        for (String line : lines.substring(0, lines.length() - 1).split("\n", -1)) {
            signatures.add(signature(line));
        }
        if (signatures.size() > MAX_SIGNATURES) {
            throw invalid("a note has at most " + MAX_SIGNATURES + " signatures, this has " + signatures.size());
        }
        return signatures;
    }

    private static Signature signature(String line) {
        int space = line.indexOf(' ', MARK.length());
        if (!line.startsWith(MARK) || space < 0) {
            throw invalid("a signature line is an em dash, a name and base64");
        }
        String name = line.substring(MARK.length(), space);
        byte[] bytes = base64(line.substring(space + 1));
        if (!VerifierKey.isName(name) || bytes.length <= ID_BYTES) {
            throw invalid("a signature line names no key, or has no signature");
        }
        return new Signature(
                name,
                HexFormat.of().formatHex(bytes, 0, ID_BYTES),
                Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, ID_BYTES, bytes.length)));
    }

    private static byte[] base64(String text) {
        try {
            return VerifierKey.base64(text);
        } catch (RejectedException e) {
            throw invalid("a signature is not base64");
        }
    }

    /** What these keys say of the note. Signatures of other keys count neither way. */
    public Verdict verify(VerifierKeys keys) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        Verdict verdict = Verdict.UNKNOWN_KEY;
        for (Signature signature : signatures) {
            Optional<VerifierKey> key = keys.find(signature.name(), signature.keyId());
            if (key.isPresent()) {
                if (!key.get().verifies(message, signature.bytes())) {
                    return Verdict.BAD_SIGNATURE;
                }
                verdict = Verdict.GOOD;
            }
        }
        return verdict;
    }

    /** The note as it is stored and sent. */
    public String format() {
        StringBuilder note = new StringBuilder(text).append('\n');
        for (Signature signature : signatures) {
            byte[] bytes = signature.bytes();
            byte[] whole = Arrays.copyOf(HexFormat.of().parseHex(signature.keyId()), ID_BYTES + bytes.length);
            System.arraycopy(bytes, 0, whole, ID_BYTES, bytes.length);
            note.append(MARK)
                    .append(signature.name())
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(whole))
                    .append('\n');
        }
        return note.toString();
    }

    private static void requireText(String text) {
        boolean control = text.chars().anyMatch(c -> c < ' ' && c != '\n');
        if (!text.endsWith("\n") || control) {
            throw invalid("a note's text ends with a line end and has no other control characters");
        }
    }

    private static String decode(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid("the note is not UTF-8");
        }
    }

    private static RejectedException invalid(String detail) {
        return new RejectedException(ErrorCode.NOTE_INVALID, detail);
    }
}
