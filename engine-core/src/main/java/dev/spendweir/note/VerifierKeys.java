package dev.spendweir.note;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The public keys that an auditor believes. As a file: one vkey a line; empty lines and lines that begin with {@code #} say
 * nothing. Immutable and thread-safe.
 */
public record VerifierKeys(List<VerifierKey> keys) {
    /** No key at all: no signature can be judged. */
    public static final VerifierKeys NONE = new VerifierKeys(List.of());

    public VerifierKeys {
        keys = List.copyOf(keys);
    }

    /**
     * Reads a file's text.
     *
     * @throws RejectedException {@code VERIFIER_KEY_INVALID} with the number of the bad line, or when there is no key
     */
    public static VerifierKeys parse(String text) {
        List<VerifierKey> keys = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                keys.add(parse(line, i + 1));
            }
        }
        if (keys.isEmpty()) {
            throw new RejectedException(ErrorCode.VERIFIER_KEY_INVALID, "there is no key in the file");
        }
        return new VerifierKeys(keys);
    }

    private static VerifierKey parse(String line, int number) {
        try {
            return VerifierKey.parse(line);
        } catch (RejectedException e) {
            throw new RejectedException(
                    ErrorCode.VERIFIER_KEY_INVALID,
                    "line " + number + ": " + e.findings().get(0).detail());
        }
    }

    /** The key with this name and id. */
    public Optional<VerifierKey> find(String name, String id) {
        return keys.stream()
                .filter(key -> key.name().equals(name) && key.id().equals(id))
                .findFirst();
    }

    /** Whether there is no key. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The file's text. */
    public String text() {
        return keys.stream().map(key -> key.text() + "\n").collect(Collectors.joining());
    }
}
