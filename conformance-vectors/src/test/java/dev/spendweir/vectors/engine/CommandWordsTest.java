package dev.spendweir.vectors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.spendweir.vectors.CommandWords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandWordsTest {

    @Test
    void split_quotesKeepWordsTogether() {
        assertThat(CommandWords.split("  ./my engine  'a b'\"c \\\" ''"))
                .containsExactly("./my", "engine", "a bc \\", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "''", "x 'y", "x \"y'"})
    void split_withoutProgramOrWithAnOpenQuote_isRefused(String command) {
        assertThatIllegalArgumentException().isThrownBy(() -> CommandWords.split(command));
    }
}
