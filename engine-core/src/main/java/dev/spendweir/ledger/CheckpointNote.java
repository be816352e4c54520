package dev.spendweir.ledger;

import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.note.SignedNote;
import dev.spendweir.note.VerifierKeys;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A note that claims to be the checkpoint of a chain, judged by the keys that are known.
 *
 * @param checkpoint null when it cannot be believed
 * @param kind why it cannot be believed: {@link Kind#CHECKPOINT_SIGNATURE} or {@link Kind#UNKNOWN_KEY}; null when it can
 * @param detail in words; empty when it can be believed
 */
public record CheckpointNote(
        @Nullable Checkpoint checkpoint, @Nullable Kind kind, String detail) {
    /** Judges a note. It never throws: whatever the text is, the answer says what is wrong with it. */
    public static CheckpointNote judge(String note, String origin, VerifierKeys keys) {
        SignedNote signed;
        Checkpoint checkpoint;
        try {
            signed = SignedNote.parse(note);
            checkpoint = Checkpoint.parse(signed.text());
        } catch (RejectedException e) {
            return bad(
                    Kind.CHECKPOINT_SIGNATURE,
                    "it is no checkpoint: " + e.findings().get(0).detail());
        }
        if (!checkpoint.origin().equals(origin)) {
            return bad(
                    Kind.CHECKPOINT_SIGNATURE, "it is a checkpoint of " + checkpoint.origin() + ", not of " + origin);
        }
        return switch (signed.verify(keys)) {
            case GOOD -> new CheckpointNote(checkpoint, null, "");
            case UNKNOWN_KEY -> bad(Kind.UNKNOWN_KEY, "no key that is known here signed it");
            case BAD_SIGNATURE -> bad(Kind.CHECKPOINT_SIGNATURE, "its signature is not that of the key it names");
        };
    }

    /**
     * The checkpoint of a note that somebody relies on.
     *
     * @throws RejectedException {@code CHECKPOINT_NOT_TRUSTED} when it cannot be believed
     */
    public static Checkpoint require(String note, String origin, VerifierKeys keys) {
        CheckpointNote judged = judge(note, origin, keys);
        return judged.believed()
                .orElseThrow(() -> new RejectedException(ErrorCode.CHECKPOINT_NOT_TRUSTED, judged.detail()));
    }

    /** The checkpoint, when it can be believed. */
    public Optional<Checkpoint> believed() {
        return Optional.ofNullable(checkpoint);
    }

    private static CheckpointNote bad(Kind kind, String detail) {
        return new CheckpointNote(null, kind, detail);
    }
}
