package io.github.ftplab;

import io.github.ftplab.internal.protocol.HostPort;
import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * An event on a {@link FtpServer}, for listeners that act on it.
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
 * <p>Listeners are called one event after the other, in the order in which they happened, on a thread of their own.
 */
public sealed interface ServerEvent {

    /** {@return when it happened} */
    Instant time();

    /** {@return whose connection it happened on} */
    Client client();

    /**
     * A client's connection.
     *
     * @param id the connection's number; unique within a server
     * @param address where the connection comes from
     * @param user the name of the user who is logged in; empty before that
     */
    record Client(long id, InetSocketAddress address, String user) {

        /** {@return one line, as in the log: {@code 127.0.0.1:50412-[test]}} */
        @Override
        public String toString() {
            return HostPort.text(address) + "-[" + user + "]";
        }
    }

    /**
     * A client connected.
     *
     * @param time when it happened
     * @param client whose connection
     */
    record Connect(Instant time, Client client) implements ServerEvent {}

    /**
     * A connection ended, whichever side ended it.
     *
     * @param time when it happened
     * @param client whose connection
     */
    record Disconnect(Instant time, Client client) implements ServerEvent {}

    /**
     * A user logged in.
     *
     * @param time when it happened
     * @param client whose connection
     */
    record Login(Instant time, Client client) implements ServerEvent {}

    /**
     * A wrong name or password was sent.
     *
     * @param time when it happened
     * @param client whose connection
     * @param user the name that was tried
     */
    record LoginFailed(Instant time, Client client, String user) implements ServerEvent {}

    /**
     * A user logged out: by QUIT or REIN, or because the connection ended.
     *
     * @param time when it happened
     * @param client whose connection
     */
    record Logout(Instant time, Client client) implements ServerEvent {}

    /**
     * A file was uploaded completely (STOR, STOU, APPE).
     *
     * @param time when it was done
     * @param client whose connection
     * @param path the file's path, from {@code /}
     * @param bytes how many were received
     */
    record Upload(Instant time, Client client, String path, long bytes) implements ServerEvent {}

    /**
     * An upload was cut off. A new file keeps what was received; a file that was to be replaced is as it was before.
     *
     * @param time when it was cut off
     * @param client whose connection
     * @param path the file's path, from {@code /}
     * @param bytes how many were received
     */
    record IncompleteUpload(Instant time, Client client, String path, long bytes) implements ServerEvent {}

    /**
     * A file was downloaded completely (RETR).
     *
     * @param time when it was done
     * @param client whose connection
     * @param path the file's path, from {@code /}
     * @param bytes how many were sent
     */
    record Download(Instant time, Client client, String path, long bytes) implements ServerEvent {}

    /**
     * A download was cut off.
     *
     * @param time when it was cut off
     * @param client whose connection
     * @param path the file's path, from {@code /}
     * @param bytes how many were sent
     */
    record IncompleteDownload(Instant time, Client client, String path, long bytes) implements ServerEvent {}

    /**
     * A file or directory was deleted (DELE, RMD).
     *
     * @param time when it happened
     * @param client whose connection
     * @param path its path, from {@code /}
     */
    record Delete(Instant time, Client client, String path) implements ServerEvent {}

    /**
     * A file or directory was renamed (RNTO).
     *
     * @param time when it happened
     * @param client whose connection
     * @param from its old path, from {@code /}
     * @param to its new path, from {@code /}
     */
    record Rename(Instant time, Client client, String from, String to) implements ServerEvent {}

    /**
     * A directory was made (MKD).
     *
     * @param time when it happened
     * @param client whose connection
     * @param path its path, from {@code /}
     */
    record MakeDirectory(Instant time, Client client, String path) implements ServerEvent {}
}
