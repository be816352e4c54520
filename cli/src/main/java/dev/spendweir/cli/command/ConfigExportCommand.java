package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.client.ApiCall;
import dev.spendweir.cli.client.ServerAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a tenant's configuration. */
@Command(
        name = "export",
        description = {
            "Write the configuration of the tenant as one JSON document: policy, budgets, what is left of the credits.",
            "The same configuration gives the same bytes."
        })
final class ConfigExportCommand implements Runnable {

    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write it into this new file. Default: standard output.")
    private @Nullable String out;

    ConfigExportCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        ServerAnswer answer = server.call(context, ApiCall.json("POST", "/v1/config/export", JsonObject.EMPTY));
        // Read first: nothing but a document is written, whatever the server says.
        answer.json();
        String file = out;
        if (file == null) {
            context.out().println(new String(answer.body(), StandardCharsets.UTF_8));
            return;
        }
        try {
            Files.write(context.resolve(file), answer.body(), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new CliException("the file " + file + " is there already", "choose another name, or remove it");
        } catch (IOException e) {
            throw new CliException(
                    "the file " + file + " cannot be written", "is its directory there and yours to write?");
        }
    }
}
