package dev.spendweir.benchmarks;

import dev.spendweir.amount.Amount;
import dev.spendweir.policy.PolicyDocument.TokenBinding;
import dev.spendweir.token.ApprovalToken;
import dev.spendweir.token.Ed25519Signer;
import dev.spendweir.token.KeySet;
import dev.spendweir.token.TokenAlgorithm;
import dev.spendweir.token.TokenExpectation;
import dev.spendweir.token.TokenMinter;
import dev.spendweir.token.TokenScope;
import dev.spendweir.token.TokenSigner;
import dev.spendweir.token.TokenVerdict;
import dev.spendweir.token.TokenVerifier;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an approval token costs in process: mint at least 8,000 and verify at least 5,000 a second and thread (issue 6). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenBenchmark {
    private static final Instant NOW = Instant.parse("2026-03-11T10:00:00Z");
    private static final TokenSigner SIGNER = new Ed25519Signer("k1", TokenAlgorithm.EDDSA, new byte[32]);

    private final ApprovalToken claims = new ApprovalToken(
            "https://gate.example",
            "user:ana",
            "0199c1de-0000-7000-8000-000000000001",
            NOW,
            NOW,
            NOW.plusSeconds(ApprovalToken.DEFAULT_TTL_SECONDS),
            "0199c1de-0000-7000-8000-000000000002",
            "0199c1de-0000-7000-8000-000000000003",
            TokenBinding.EXACT,
            new TokenScope(
                    "acme",
                    "payments",
                    "prod",
                    "terraform",
                    "f1".repeat(32),
                    "5c".repeat(32),
                    "USD",
                    "state/payments",
                    "9a".repeat(32),
                    Amount.parse("512.4"),
                    Amount.parse("0.7019")));
    private final TokenMinter minter = new TokenMinter(SIGNER);
    private final TokenVerifier verifier = new TokenVerifier(KeySet.of(List.of(SIGNER.key())));
    private final TokenExpectation expected = TokenExpectation.of("https://gate.example", "acme");
    private final String token = minter.mint(claims);

    /** Claims to text. */
    @Benchmark
    public String mint() {
        return minter.mint(claims);
    }

    /** Text to verdict. */
    @Benchmark
    public boolean verify() {
        return verifier.verify(token, expected, NOW) instanceof TokenVerdict.Accepted;
    }
}
