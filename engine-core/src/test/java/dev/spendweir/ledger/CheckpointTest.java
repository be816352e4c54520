package dev.spendweir.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.note.SignedNote;
import dev.spendweir.note.VerifierKeys;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final String EMPTY_ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    @Test
    void checkpoint_asText_isOriginSizeAndRoot() {
        Checkpoint checkpoint = Checkpoint.of("acme", Chain.DECISIONS, 0, MerkleHash.empty());
        assertThat(checkpoint.text()).isEqualTo("spendweir/acme/decisions\n0\n" + EMPTY_ROOT + "\n");
        assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint);
        assertThat(Checkpoint.parse(checkpoint.text() + "extension\n")).isEqualTo(checkpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "o\n1\n",
                "o\n01\n" + EMPTY_ROOT + "\n",
                "o\n-1\n" + EMPTY_ROOT + "\n",
                "o\n1\nAAAA\n",
                "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
                "\n1\n" + EMPTY_ROOT + "\n",
                "o\n1\n" + EMPTY_ROOT + "\n\nx\n",
                "o\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "o\n1\n!\n"
            })
    void text_thatIsNoCheckpoint_isRefused(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).hasMessageContaining("NOTE_INVALID");
    }

    @Test
    void note_isJudgedByOriginAndKeys() {
        String origin = Audits.ORIGIN;
        Checkpoint checkpoint = Checkpoint.of("acme", Chain.GOVERNANCE, 0, MerkleHash.empty());
        String note = checkpoint.sign(Audits.KEY).format();
        assertThat(CheckpointNote.judge(note, origin, Audits.KEYS).believed()).contains(checkpoint);
        assertThat(CheckpointNote.judge(note, "spendweir/other/governance", Audits.KEYS)
                        .kind())
                .isEqualTo(Kind.CHECKPOINT_SIGNATURE);
        assertThat(CheckpointNote.judge(note, origin, VerifierKeys.NONE).kind()).isEqualTo(Kind.UNKNOWN_KEY);
        assertThat(CheckpointNote.judge("nonsense", origin, Audits.KEYS).kind()).isEqualTo(Kind.CHECKPOINT_SIGNATURE);
        String otherText =
                SignedNote.sign("no checkpoint\n", origin, Audits.KEY).format();
        assertThat(CheckpointNote.judge(otherText, origin, Audits.KEYS).kind()).isEqualTo(Kind.CHECKPOINT_SIGNATURE);
        assertThatThrownBy(() -> CheckpointNote.require(note, "else", Audits.KEYS))
                .hasMessageContaining("CHECKPOINT_NOT_TRUSTED");
        assertThat(List.of(checkpoint)).contains(Checkpoint.parse(checkpoint.text()));
    }
}
