package dev.spendweir.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CanonicalWriterTest {

    @Test
    void overwriting_staysWithinWhatWasWritten() {
        CanonicalWriter out = new CanonicalWriter(64).string("0000");
        out.overwrite(1, "abcd");
        assertThat(out.toText()).isEqualTo("\"abcd\"");
        assertThatThrownBy(() -> out.overwrite(3, "abcd")).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> out.overwrite(-1, "a")).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(out.toText()).isEqualTo("\"abcd\"");
    }
}
