package io.github.ftplab.internal.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code ftplab jshell [SCRIPT]}: its options, error messages and greeting. */
@Command(
        name = "jshell",
        description = {
            "Opens JShell with the library imported.",
            "Lines can be piped in; they are shown with their values, as if typed."
        },
        mixinStandardHelpOptions = true)
final class JShellCommand implements Callable<Integer> {

    static final String GREETING = """
            FtpLab in JShell. To start a server, connect a client and list this directory:
              var server = FtpServer.serve(Path.of("."))
              var ftp = FtpClient.connect("127.0.0.1", server.port()).anonymous()
              ftp.dir()
            /exit leaves JShell and stops the server; /help explains JShell.
            """;

    @Option(names = "--no-startup-message", description = "Don't print the greeting.")
    private boolean quiet;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCRIPT",
            description = "Run this file and exit. Only its own output is shown.")
    private @Nullable Path script;

    @Override
    public Integer call() throws Exception {
        if (ModuleLayer.boot().findModule("jdk.jshell").isEmpty()) {
            return failed("this Java has no JShell, as it is not a full JDK: %s; use the java of a JDK, 17 or newer"
                    .formatted(System.getProperty("java.home")));
        }
        if (script == null) {
            return converse();
        }
        if (!Files.isRegularFile(script) || !Files.isReadable(script)) {
            return failed("cannot read the script %s: %s; looked for %s"
                    .formatted(script, reason(script), script.toAbsolutePath()));
        }
        return JShellSession.run(script);
    }

    private int converse() throws Exception {
        if (Terminal.console().isEmpty()) {
            return JShellSession.pipe(System.in);
        }
        if (!quiet) {
            System.out.print(GREETING);
        }
        return JShellSession.interact();
    }

    private static int failed(String message) {
        System.err.println("ftplab jshell: " + message);
        return 1;
    }

    private static String reason(Path script) {
        if (Files.isDirectory(script)) {
            return "it is a directory";
        }
        return Files.exists(script) ? "no permission to read it" : "there is no such file";
    }
}
