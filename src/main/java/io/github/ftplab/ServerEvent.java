package io.github.ftplab;

import io.github.ftplab.internal.protocol.HostPort;
import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * Something that happened on a {@link FtpServer}, for who wants to act on it.
 *
 * <pre>{@code
 * FtpServer.builder()
 *         .anonymous(directory)
 *         .on(ServerEvent.Download.class, event -> System.out.println(event.path()))
 *         .start();
 *
 * builder.on(ServerEvent.class, event -> System.out.println(event.time() + " " + event.client()));
 * }</pre>
 *
 * <p>Events come one after the other in the order in which they happened, in a thread of their own.
 */
public sealed interface ServerEvent {

    /** {@return when it happened} */
    Instant time();

    /** {@return whose connection it happened on} */
    Client client();

    /**
     * Who is connected.
     *
     * @param id the connection's number; no two of a server have the same
     * @param address where the connection comes from
     * @param user the name of the user who is logged in; empty before that
     */
    record Client(long id, InetSocketAddress address, String user) {

        /** {@return one line, as log lines have it: {@code 127.0.0.1:50412-[test]}} */
        @Override
        public String toString() {
            return HostPort.text(address) + "-[" + user + "]";
        }
    }

    /**
     * A client connected.
     *
     * @param time when
     * @param client who
     */
    record Connect(Instant time, Client client) implements ServerEvent {}

    /**
     * A connection ended, whoever ended it.
     *
     * @param time when
     * @param client who
     */
    record Disconnect(Instant time, Client client) implements ServerEvent {}

    /**
     * A user logged in.
     *
     * @param time when
     * @param client who
     */
    record Login(Instant time, Client client) implements ServerEvent {}

    /**
     * A wrong name or password was sent.
     *
     * @param time when
     * @param client who
     * @param user the name that was tried
     */
    record LoginFailed(Instant time, Client client, String user) implements ServerEvent {}

    /**
     * A user logged out: by QUIT or REIN, or as the connection ended.
     *
     * @param time when
     * @param client who
     */
    record Logout(Instant time, Client client) implements ServerEvent {}

    /**
     * A file came in as a whole (STOR, STOU, APPE).
     *
     * @param time when it was done
     * @param client who
     * @param path the file, from {@code /}
     * @param bytes how many came
     */
    record Upload(Instant time, Client client, String path, long bytes) implements ServerEvent {}

    /**
     * A file came in partly; what came is there.
     *
     * @param time when it broke off
     * @param client who
     * @param path the file, from {@code /}
     * @param bytes how many came
     */
    record IncompleteUpload(Instant time, Client client, String path, long bytes) implements ServerEvent {}

    /**
     * A file went out as a whole (RETR).
     *
     * @param time when it was done
     * @param client who
     * @param path the file, from {@code /}
     * @param bytes how many went
     */
    record Download(Instant time, Client client, String path, long bytes) implements ServerEvent {}

    /**
     * A file went out partly.
     *
     * @param time when it broke off
     * @param client who
     * @param path the file, from {@code /}
     * @param bytes how many went
     */
    record IncompleteDownload(Instant time, Client client, String path, long bytes) implements ServerEvent {}

    /**
     * A file or directory was deleted (DELE, RMD).
     *
     * @param time when
     * @param client who
     * @param path the file, from {@code /}
     */
    record Delete(Instant time, Client client, String path) implements ServerEvent {}

    /**
     * A file or directory was renamed (RNTO).
     *
     * @param time when
     * @param client who
     * @param from its old path, from {@code /}
     * @param to its new path, from {@code /}
     */
    record Rename(Instant time, Client client, String from, String to) implements ServerEvent {}

    /**
     * A directory was made (MKD).
     *
     * @param time when
     * @param client who
     * @param path the directory, from {@code /}
     */
    record MakeDirectory(Instant time, Client client, String path) implements ServerEvent {}
}
