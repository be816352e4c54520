package dev.spendweir.cli.gate;

import dev.spendweir.amount.Amount;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.price.PriceSheet;
import dev.spendweir.price.PriceSheetReader;
import dev.spendweir.rejection.RejectedException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the files that a caller names. */
public final class ChangeReader {

    private static final String STANDARD_INPUT = "-";

    private final CliContext context;
    private final String terraformBinary;

    /** A reader that makes the JSON of a binary plan with that command. */
    public ChangeReader(CliContext context, String terraformBinary) {
        this.context = context;
        this.terraformBinary = terraformBinary;
    }

    /**
     * Reads a change.
     *
     * @param plan the plan's JSON, {@code -} for standard input; null makes it from the binary plan, if there is one
     * @param planFile the binary plan; null without one
     * @throws CliException when a file cannot be read or made
     */
    public ChangeFiles read(
            @Nullable String plan,
            @Nullable String planFile,
            @Nullable String infracost,
            @Nullable Amount monthlyDelta,
            @Nullable Amount hourlyDelta) {
        Path binary = planFile == null ? null : context.resolve(planFile);
        String sha256 = binary == null ? null : FileReader.sha256(binary, "the binary plan");
        byte[] prices = infracost == null ? null : FileReader.read(context.resolve(infracost), "the Infracost output");
        return new ChangeFiles(planBytes(plan, binary), prices, sha256, monthlyDelta, hourlyDelta);
    }

    private byte @Nullable [] planBytes(@Nullable String plan, @Nullable Path binary) {
        if (plan == null) {
            return binary == null ? null : TerraformShow.json(context, terraformBinary, binary);
        }
        if (!plan.equals(STANDARD_INPUT)) {
            return FileReader.read(context.resolve(plan), "the plan");
        }
        try {
            return FileReader.read(context.in(), "the plan on standard input");
        } catch (IOException e) {
            throw new CliException("the plan on standard input cannot be read");
        }
    }

    /**
     * Reads a price sheet.
     *
     * @throws CliException when the file cannot be read, or is no price sheet
     */
    public static PriceSheet priceSheet(Path file) {
        try {
            return PriceSheetReader.read(FileReader.read(file, "the price sheet"))
                    .sheet();
        } catch (RejectedException e) {
            throw CliException.inFile("the price sheet " + file, e);
        }
    }
}
