package dev.spendweir.reading;

import static dev.spendweir.reading.FieldReader.or;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.testing.Json;
import dev.spendweir.testing.Refusals;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ObjectReaderTest {

    private static List<String> refusals(JsonValue document, ReadingCodes codes, Function<ObjectReader, ?> shape) {
        return Refusals.of(() -> {
            Findings findings = new Findings();
            ObjectReader.document(document, codes, findings, shape);
            findings.throwIfAny();
        });
    }

    @Test
    void amounts_keepTheirCodesOnlyWhereTheDocumentSaysSo() {
        Function<ObjectReader, ?> shape = in -> or(in.field("a").amount(), Amount.ZERO);
        JsonValue document = Json.value("{'a':1e99}");
        assertThat(refusals(document, ReadingCodes.REQUEST, shape)).containsExactly("AMOUNT_OUT_OF_RANGE /a");
        assertThat(refusals(document, ReadingCodes.POLICY, shape)).containsExactly("POLICY_INVALID /a");
        assertThat(refusals(document, ReadingCodes.SNAPSHOT, shape)).containsExactly("INVALID_SNAPSHOT /a");
        assertThat(refusals(document, ReadingCodes.uniform(ErrorCode.PRICE_SHEET_INVALID), shape))
                .containsExactly("PRICE_SHEET_INVALID /a");
    }

    @Test
    void objectOrNull_distinguishesAbsentFromEmpty() {
        Findings findings = new Findings();
        ObjectReader.document(
                Json.value("{'empty':{},'nothing':null,'bad':5}"), ReadingCodes.SNAPSHOT, findings, in -> {
                    assertThat(in.field("empty").objectOrNull(ObjectReader::pointer))
                            .isEqualTo("/empty");
                    assertThat(in.field("nothing").objectOrNull(ObjectReader::pointer))
                            .isNull();
                    assertThat(in.field("absent").objectOrNull(ObjectReader::pointer))
                            .isNull();
                    assertThat(in.field("bad").objectOrNull(ObjectReader::pointer))
                            .isNull();
                    return "";
                });
        assertThat(Refusals.of(findings::throwIfAny)).containsExactly("INVALID_SNAPSHOT /bad");
    }

    @Test
    void badObject_hasOneFindingAndNoneForItsMissingMembers() {
        assertThat(refusals(Json.value("{'o':[],'p':{}}"), ReadingCodes.REQUEST, in -> {
                    in.field("o").object(inner -> or(inner.field("x").required().bool(), false));
                    return in.field("p")
                            .object(inner -> or(inner.field("x").required().bool(), false));
                }))
                .containsExactly("INVALID_FIELD /o", "FIELD_REQUIRED /p/x");
    }

    @Test
    void parsed_takesTheDetailOfTheParserAndTheCodeOfTheDocument() {
        Findings findings = new Findings();
        ObjectReader.document(Json.value("{'t':'x','n':5}"), ReadingCodes.SNAPSHOT, findings, in -> {
            in.field("n").parsed(text -> text);
            return or(
                    in.field("t").parsed(text -> {
                        throw new RejectedException(ErrorCode.INVALID_CLOCK_TIME, "no time: " + text);
                    }),
                    "");
        });
        try {
            findings.throwIfAny();
        } catch (RejectedException e) {
            assertThat(e.findings())
                    .extracting(f -> f.code().wireName() + f.pointer() + " " + f.detail())
                    .containsExactly("INVALID_SNAPSHOT/n a string is expected, not 5", "INVALID_SNAPSHOT/t no time: x");
            return;
        }
        throw new AssertionError("two findings are expected");
    }

    @Test
    void longIntegers_goToTheEdgeOfTheirRange() {
        long max = (1L << 53) - 1;
        Function<ObjectReader, ?> shape = in -> or(in.field("n").longInteger(0, max), 0L);
        assertThat(refusals(Json.value("{'n':9007199254740991}"), ReadingCodes.SNAPSHOT, shape))
                .isEmpty();
        assertThat(refusals(Json.value("{'n':9007199254740992}"), ReadingCodes.SNAPSHOT, shape))
                .containsExactly("INVALID_SNAPSHOT /n");
        assertThat(refusals(Json.value("{'n':-1}"), ReadingCodes.SNAPSHOT, shape))
                .containsExactly("INVALID_SNAPSHOT /n");
    }

    @Test
    void details_areShortHoweverLongTheValue() {
        Findings findings = new Findings();
        ObjectReader.document(
                Json.value("{'w':'" + "\ud83d\ude00".repeat(10_000) + "','n':" + "9".repeat(10_000) + "}"),
                ReadingCodes.POLICY,
                findings,
                in -> {
                    in.field("n").integer(0, 5);
                    return or(in.field("w").word(new String[] {"a", "b"}, word -> word), "");
                });
        try {
            findings.throwIfAny();
        } catch (RejectedException e) {
            assertThat(e.findings()).hasSize(2).allSatisfy(finding -> {
                assertThat(finding.detail()).hasSizeLessThan(200);
                assertThat(TextRules.hasLoneSurrogate(finding.detail())).isFalse();
            });
            return;
        }
        throw new AssertionError("two findings are expected");
    }

    @Test
    void aMillionUnknownMembers_areReportedWithoutAMillionTexts() {
        StringBuilder document = new StringBuilder("{");
        for (int i = 0; i < 200_000; i++) {
            document.append(i == 0 ? "'" : ",'").append(i).append("':1");
        }
        JsonValue value = Json.value(document.append("}").toString());
        Findings findings = new Findings();
        ObjectReader.document(
                value, ReadingCodes.POLICY, findings, in -> or(in.field("a").bool(), false));
        try {
            findings.throwIfAny();
        } catch (RejectedException e) {
            assertThat(e.findings()).hasSize(200_000);
            assertThat(e.findings().get(0).detail())
                    .isSameAs(e.findings().get(1).detail());
            return;
        }
        throw new AssertionError("unknown members must be refused");
    }
}
