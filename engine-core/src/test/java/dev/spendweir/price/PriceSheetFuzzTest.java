package dev.spendweir.price;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.testing.Json;
import dev.spendweir.testing.Untrusted;

/** Any bytes as a price sheet: refused with findings, or a sheet that can be laid over another and asked for prices. */
class PriceSheetFuzzTest {

    private static final ResourceAttributes ATTRIBUTES = ResourceAttributes.known(
            Json.object(
                    "{'size':'small','region':'eu-1','disk':[{'gb':20,'kind':'ssd'}],'count':3,'zones':['a','b'],'name':null}"));

    @FuzzTest
    void anyBytes_areASheetThatPricesOrRefused(byte[] input) {
        Untrusted.read(() -> PriceSheetReader.read(input), ErrorCode.PRICE_SHEET_INVALID)
                .map(PriceSheetReader.Result::sheet)
                .ifPresent(sheet -> {
                    PriceSheet over = sheet.over(BundledPriceSheet.get());
                    assertThat(over.name()).isNotNull();
                    price(sheet, "thing");
                    price(over, "thing");
                    price(over, "aws_instance");
                });
    }

    private static void price(PriceSheet sheet, String type) {
        Untrusted.read(() -> sheet.price(type, ATTRIBUTES), ErrorCode.AMOUNT_OUT_OF_RANGE)
                .ifPresent(price -> assertThat(price).isEqualTo(sheet.price(type, ATTRIBUTES)));
    }
}
