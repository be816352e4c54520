package dev.spendweir.cli.command;

import dev.spendweir.amount.Amount;
import dev.spendweir.rejection.RejectedException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an exact amount such as {@code 312.40}. */
final class AmountConverter implements ITypeConverter<Amount> {

    @Override
    public Amount convert(String text) {
        try {
            return Amount.parse(text);
        } catch (RejectedException e) {
            throw new TypeConversionException("'" + text + "' is no amount such as 312.40");
        }
    }
}
