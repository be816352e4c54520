package dev.spendweir.rejection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RejectedExceptionTest {

    @Test
    void findings_areInOrderOfPointerThenCode() {
        RejectedException refusal = new RejectedException(List.of(
                new Finding(ErrorCode.UNKNOWN_FIELD, "/b", "d1"),
                new Finding(ErrorCode.INVALID_FIELD, "/a/10", "d2"),
                new Finding(ErrorCode.INVALID_FIELD, "/a/9", "d3"),
                new Finding(ErrorCode.INVALID_FIELD, "/b", "d4"),
                new Finding(ErrorCode.INVALID_AMOUNT, "", "d5")));
        assertThat(refusal.findings()).extracting(Finding::detail).containsExactly("d5", "d2", "d3", "d4", "d1");
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_AMOUNT);
    }

    @Test
    void message_namesCodePointerAndHowManyMore() {
        assertThat(new RejectedException(ErrorCode.INVALID_FIELD, "/a", "too long"))
                .hasMessage("INVALID_FIELD at /a: too long");
        assertThat(new RejectedException(ErrorCode.INVALID_JSON, "oops")).hasMessage("INVALID_JSON: oops");
        assertThat(new RejectedException(List.of(
                        new Finding(ErrorCode.INVALID_FIELD, "/b", "x"),
                        new Finding(ErrorCode.FIELD_REQUIRED, "/a", "y"))))
                .hasMessage("FIELD_REQUIRED at /a: y (and 1 more)");
    }

    @Test
    void withoutFindings_isAMistakeOfTheProgram() {
        assertThatThrownBy(() -> new RejectedException(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void codes_haveAnErrorStatusAndASentence() {
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(code.httpStatus()).as(code.name()).isBetween(400, 599);
            assertThat(code.meaning()).as(code.name()).matches("[A-Z].*\\.");
            assertThat(code.wireName()).matches("[A-Z][A-Z0-9_]*");
        }
    }
}
