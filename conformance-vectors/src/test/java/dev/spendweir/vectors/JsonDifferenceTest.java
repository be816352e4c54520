package dev.spendweir.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDifferenceTest {

    private static List<String> of(String expected, String actual) {
        return JsonDifference.of(read(expected), read(actual));
    }

    private static JsonObject read(String text) {
        return (JsonObject) JsonReader.read(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'result':{'a':1,'b':[2]}} | {'result':{'b':[2.0],'a':1e0}}",
                "{'result':{'a':null}} | {'result':{'a':null}}",
                "{'error':{'code':'A'}} | {'error':{'code':'A','detail':'more','errors':[]}}",
                "{'error':{'code':'A','errors':[{'code':'A'}]}} | {'error':{'code':'A','errors':[{'code':'A','line':3}]}}"
            })
    void of_answersThatMeanTheSame_isEmpty(String expected, String actual) {
        assertThat(of(expected, actual)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'result':{'a':1}} | {'result':{'a':'1'}} | /result/a: expected 1, got \"1\"",
                "{'result':{'a':null}} | {'result':{}} | /result/a: expected null, got nothing",
                "{'result':{}} | {'result':{'a/~':null}} | /result/a~1~0: not expected, got null",
                "{'result':{'a':[1]}} | {'result':{'a':[1,2]}} | /result/a/1: not expected, got 2",
                "{'result':{'a':[1,2]}} | {'result':{'a':[1]}} | /result/a/1: expected 2, got nothing",
                "{'result':{'a':1}} | {'result':{'a':1e999}} | /result/a: expected 1, got 1e999",
                "{'error':{'code':'A','errors':[]}} | {'error':{'code':'A','errors':[{}]}} | /error/errors/0: not expected, got {}",
                "{'error':{'code':'A'}} | {'error':{'code':'A'},'result':{}} | /result: not expected, got {}"
            })
    void of_answersThatDiffer_saysWhereAndHow(String expected, String actual, String place) {
        assertThat(of(expected, actual)).containsExactly(place);
    }

    @Test
    void of_manyPlacesAndLongValues_isCut() {
        String many = "'x',".repeat(30) + "'x'";
        assertThat(of("{'result':{'a':[" + many + "]}}", "{'result':{'a':[]}}"))
                .hasSize(JsonDifference.MAX_PLACES + 1)
                .endsWith("and 11 more places");
        assertThat(of("{'result':{}}", "{'result':{'a':'" + "y".repeat(5000) + "'}}"))
                .singleElement()
                .asString()
                .hasSizeLessThan(300)
                .endsWith("...");
    }
}
