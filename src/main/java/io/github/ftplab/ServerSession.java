package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.Text;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection to a {@link FtpServer}: a snapshot.
 *
 * <pre>{@code
 * server.sessions().forEach(System.out::println);
 * // #1 127.0.0.1:50412-[test] since 2026-03-05T15:43:42Z, RETR /big.iso 1048576 bytes, 31.2 MB/s
 * }</pre>
 */
public final class ServerSession {

    private final ServerEvent.Client client;
    private final Instant since;
    private final Optional<Transferring> transfer;

    private ServerSession(ServerEvent.Client client, Instant since, Optional<Transferring> transfer) {
        this.client = requireNonNull(client, "client");
        this.since = requireNonNull(since, "since");
        this.transfer = requireNonNull(transfer, "transfer");
    }

    /**
     * Creates a session, as the server does for its own connections; for tests of code that takes one.
     *
     * <pre>{@code
     * var client = ServerEvent.Client.of(1, new InetSocketAddress("127.0.0.1", 50_412), "test");
     * ServerSession.of(client, Instant.now(), Optional.empty());    // #1 127.0.0.1:50412-[test] since …
     * }</pre>
     *
     * @param client the client's address and user
     * @param since when the connection was opened
     * @param transfer the transfer in progress, if there is one
     * @return the session
     */
    public static ServerSession of(ServerEvent.Client client, Instant since, Optional<Transferring> transfer) {
        return new ServerSession(client, since, transfer);
    }

    /** {@return the client's address and user} */
    public ServerEvent.Client client() {
        return client;
    }

    /** {@return when the connection was opened} */
    public Instant since() {
        return since;
    }

    /** {@return the transfer in progress, if there is one} */
    public Optional<Transferring> transfer() {
        return transfer;
    }

    /** A transfer in progress. */
    public static final class Transferring {

        private final String command;
        private final String path;
        private final long bytes;
        private final double seconds;

        private Transferring(String command, String path, long bytes, double seconds) {
            this.command = requireNonNull(command, "command");
            this.path = requireNonNull(path, "path");
            this.bytes = bytes;
            this.seconds = seconds;
        }

        /**
         * Creates a transfer in progress, for tests of code that takes one.
         *
         * <pre>{@code
         * ServerSession.Transferring.of("RETR", "/big.iso", 1_000_000, 0.5).bytesPerSecond();    // 2000000.0
         * }</pre>
         *
         * @param command RETR, STOR, APPE or STOU
         * @param path the file, from {@code /}
         * @param bytes how many bytes have been transferred
         * @param seconds how long it has been running, in seconds
         * @return the transfer
         */
        public static Transferring of(String command, String path, long bytes, double seconds) {
            return new Transferring(command, path, bytes, seconds);
        }

        /** {@return RETR, STOR, APPE or STOU} */
        public String command() {
            return command;
        }

        /** {@return the file, from {@code /}} */
        public String path() {
            return path;
        }

        /** {@return how many bytes have been transferred} */
        public long bytes() {
            return bytes;
        }

        /** {@return how long it has been running, in seconds} */
        public double seconds() {
            return seconds;
        }

        /**
         * {@return the mean speed since it began, in bytes per second}
         *
         * <pre>{@code
         * server.sessions().stream().flatMap(session -> session.transfer().stream()).
         *         mapToDouble(ServerSession.Transferring::bytesPerSecond).sum();
         * }</pre>
         */
        public double bytesPerSecond() {
            return seconds > 0 ? bytes / seconds : 0;
        }

        /** {@return one line, such as {@code RETR /big.iso 1048576 bytes, 31.2 MB/s}} */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s %s %d bytes, %.1f MB/s",
                    command,
                    Text.visible(path),
                    bytes,
                    bytesPerSecond() / 1e6);
        }

        private List<Object> parts() {
            return List.of(command, path, bytes, seconds);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Transferring that && parts().equals(that.parts());
        }

        @Override
        public int hashCode() {
            return parts().hashCode();
        }
    }

    /** {@return one line} */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "#%d %s since %s%s",
                client.id(),
                client,
                since.truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                transfer.map(moving -> ", " + moving).orElse(""));
    }

    private List<Object> parts() {
        return List.of(client, since, transfer);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerSession that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }
}
