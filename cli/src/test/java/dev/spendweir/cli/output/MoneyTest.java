package dev.spendweir.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MoneyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "312.4        | USD | $312.40",
                "312.4        | EUR | 312.40 EUR",
                "-12          | USD | -$12.00",
                "-12.5        | JPY | -12.50 JPY",
                "0            | USD | $0.00",
                "1234567.891  | USD | $1,234,567.89",
                "1000         | USD | $1,000.00",
                "999.995      | USD | $1,000.00",
                "0.004        | USD | $0.004",
                "-0.000001    | USD | -$0.000001"
            })
    void format_ofAnAmount_isWhatPeopleWrite(String amount, String currency, String expected) {
        assertThat(Money.format(Amount.parse(amount), currency)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "312.401 | $312.41 | $312.40",
                "312.4   | $312.40 | $312.40",
                "0.001   | $0.01   | $0.001",
                "-0.5    | -$0.50  | -$0.50"
            })
    void atLeastAndAtMost_neverSayTooLittleOrTooMuch(String amount, String least, String most) {
        assertThat(Money.atLeast(Amount.parse(amount), "USD")).isEqualTo(least);
        assertThat(Money.atMost(Amount.parse(amount), "USD")).isEqualTo(most);
    }
}
