package dev.spendweir.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import dev.spendweir.server.config.LogSettings;
import dev.spendweir.server.config.ServerConfig;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets the process's log up; for a process of the server's own, once, before the server starts. */
public final class LogSetup {

    /** Libraries that narrate their start at level info; their warnings stay. */
    private static final List<String> TALKATIVE = List.of(
            "io.javalin", "org.eclipse.jetty", "com.zaxxer.hikari", "org.flywaydb", "org.postgresql", "io.zonky");

    private LogSetup() {}

    /** JSON lines to standard error, or to the configured file; also for what libraries say by other log interfaces. */
    public static void install(ServerConfig config) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        OutputStreamAppender<ILoggingEvent> appender = appender(config.log());
        appender.setContext(context);
        JsonLogEncoder encoder = new JsonLogEncoder(config.sha256());
        encoder.setContext(context);
        encoder.start();
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(config.log().level()));
        root.addAppender(appender);
        TALKATIVE.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private static OutputStreamAppender<ILoggingEvent> appender(LogSettings settings) {
        if (settings.file() == null) {
            ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
            console.setTarget("System.err");
            return console;
        }
        FileAppender<ILoggingEvent> file = new FileAppender<>();
        file.setFile(settings.file().toString());
        return file;
    }
}
