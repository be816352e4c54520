package dev.spendweir.price;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The price sheet that is shipped with this version: list prices of common resources of AWS, Google Cloud and Azure, and
 * the types that cost nothing. Read from this jar once; the same on every machine. Thread-safe.
 */
public final class BundledPriceSheet {

    private static final String RESOURCE = "default-price-sheet.json";

    private BundledPriceSheet() {}

    private static final class Holder {
        private static final PriceSheet SHEET = PriceSheetReader.read(load()).sheet();
    }

    /** The sheet. */
    public static PriceSheet get() {
        return Holder.SHEET;
    }

    /** The text of the document, in UTF-8, for those who want to look at it or start their own from it. */
    public static byte[] document() {
        return load();
    }

    private static byte[] load() {
        try (InputStream in = BundledPriceSheet.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + RESOURCE);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + RESOURCE + " from the jar failed", e);
        }
    }
}
