package io.github.ftplab.internal.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code python3 -m pyftpdlib} that {@code serve} accepts so that a command line can be kept. */
final class PyftpdlibOptions {

    private static final List<String> MODELS = List.of("async", "multi-thread", "multi-proc", "pre-fork");

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description = "utf-8: names and replies are always in UTF-8, as RFC 2640 demands. Others are refused.")
    private @Nullable String encoding;

    @Option(
            names = "--concurrency",
            paramLabel = "MODEL",
            description =
                    "async, multi-thread, multi-proc or pre-fork; without effect, as the server always uses threads.")
    private @Nullable String concurrency;

    @Option(
            names = "--disable-sendfile",
            description = "Without effect: files are sent by the operating system where that is faster.")
    @SuppressWarnings("UnusedVariable") // there is nothing to do
    private boolean sendfileDisabled;

    /** @throws IllegalArgumentException if an option has a value that the server can't satisfy */
    void check() {
        if (encoding != null && !isUtf8(encoding)) {
            throw new IllegalArgumentException(
                    "--encoding %s is not supported: names and replies are always in UTF-8".formatted(encoding));
        }
        if (concurrency != null && !MODELS.contains(concurrency)) {
            throw new IllegalArgumentException(
                    "--concurrency %s is unknown: pyftpdlib has %s, and this server always uses threads"
                            .formatted(concurrency, String.join(", ", MODELS)));
        }
    }

    /** Python writes some names with underscores. */
    private static boolean isUtf8(String name) {
        try {
            return Charset.forName(name.replace('_', '-')).equals(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
