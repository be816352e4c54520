package dev.spendweir.cli.command;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.gate.Gate;
import dev.spendweir.price.*;
final class LocalOptions {
    boolean isLocal() { return false; }
    void check(boolean b) {}
    PriceSheet priceSheet(CliContext c) { return BundledPriceSheet.get(); }
    Gate gate(CliContext c) { if (c.env().isEmpty()) { return gate(c); } throw new IllegalStateException("x"); }
}
