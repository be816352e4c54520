package dev.spendweir.outsider;

import dev.spendweir.server.ServerFixture;

/** A type outside the server that knows it, as no class of the engine may. */
public record KnowsServer(ServerFixture server) {}
