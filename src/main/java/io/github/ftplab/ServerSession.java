package io.github.ftplab;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A client's connection to a {@link FtpServer}: a snapshot.
 *
 * <pre>{@code
 * server.sessions().forEach(System.out::println);
 * // #1 127.0.0.1:50412-[test] since 2026-03-05T15:43:42Z, RETR /big.iso 1048576 bytes, 31.2 MB/s
 * }</pre>
 *
 * @param client the client's address and user
 * @param since when the connection was opened
 * @param transfer the transfer in progress, if there is one
 */
public record ServerSession(ServerEvent.Client client, Instant since, Optional<Transferring> transfer) {

    /**
     * A transfer in progress.
     *
     * @param command RETR, STOR, APPE or STOU
     * @param path the file, from {@code /}
     * @param bytes how many have been transferred
     * @param seconds how long it has been running
     */
    public record Transferring(String command, String path, long bytes, double seconds) {

        /**
         * {@return bytes a second since it began}
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
                    Locale.ROOT, "%s %s %d bytes, %.1f MB/s", command, path, bytes, bytesPerSecond() / 1e6);
        }
    }

    /** {@return one line} */
    @Override
    public String toString() {
        return "#%d %s since %s%s"
                .formatted(
                        client.id(),
                        client,
                        since.truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                        transfer.map(moving -> ", " + moving).orElse(""));
    }
}
