package dev.spendweir.server.terraform;

import dev.spendweir.price.BundledPriceSheet;
import dev.spendweir.price.PriceSheet;
import dev.spendweir.price.PriceSheetReader;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.yaml.LocatedDocument;
import dev.spendweir.server.yaml.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The price sheet of this server: the one that comes with it, and the operator's laid over it. */
public final class PriceSheets {

    private PriceSheets() {}

    /**
     * Loads them.
     *
     * @param override YAML or JSON; null: none
     * @throws IllegalArgumentException with one line that says what is wrong with the file and where
     */
    public static PriceSheet load(@Nullable Path override) {
        PriceSheet bundled = BundledPriceSheet.get();
        if (override == null) {
            return bundled;
        }
        LocatedDocument document = read(override);
        try {
            return PriceSheetReader.read(document.value()).sheet().over(bundled);
        } catch (RejectedException e) {
            Finding first = e.findings().get(0);
            Location at = document.locationOf(first.pointer());
            throw new IllegalArgumentException(
                    "prices.file " + override + ":" + at.line() + ": " + first.pointer() + ": " + first.detail(), e);
        }
    }

    private static LocatedDocument read(Path file) {
        try {
            return LocatedDocument.readYaml(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "prices.file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        } catch (RejectedException e) {
            throw new IllegalArgumentException(
                    "prices.file " + file + ": " + e.findings().get(0).detail(), e);
        }
    }
}
