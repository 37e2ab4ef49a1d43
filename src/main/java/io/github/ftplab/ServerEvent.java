package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.HostPort;
import io.github.ftplab.internal.protocol.Text;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An event on a {@link FtpServer}, for listeners that act on it. Immutable.
 *
 * <pre>{@code
 * FtpServer.builder().
 *         anonymous(directory).
 *         on(ServerEvent.Download.class, event -> System.out.println(event.path())).
 *         on(ServerEvent.OfTransfer.class, event -> System.out.println(event.bytes())).
 *         start();
 *
 * builder.on(ServerEvent.class, event -> System.out.println(event.time() + " " + event.client()));
 * }</pre>
 *
 * <p>Listeners are called on a thread of their own, one event after the other, in the order in which they happened.
 */
public abstract sealed class ServerEvent {

    private final Instant time;
    private final Client client;

    private ServerEvent(Instant time, Client client) {
        this.time = requireNonNull(time, "time");
        this.client = requireNonNull(client, "client");
    }

    /** {@return when it happened} */
    public final Instant time() {
        return time;
    }

    /** {@return the client whose connection it concerns} */
    public final Client client() {
        return client;
    }

    /** {@return the event's further values, in order} */
    List<Object> details() {
        return List.of();
    }

    /** {@return one line, such as {@code 2026-03-05T15:43:42Z 127.0.0.1:50412-[test] Upload /a.txt 6}} */
    @Override
    public final String toString() {
        return details().stream()
                .map(detail -> " " + Text.visible(detail.toString()))
                .collect(Collectors.joining(
                        "", time + " " + client + " " + getClass().getSimpleName(), ""));
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof ServerEvent that
                && getClass() == that.getClass()
                && time.equals(that.time)
                && client.equals(that.client)
                && details().equals(that.details());
    }

    @Override
    public final int hashCode() {
        return Objects.hash(getClass(), time, client, details());
    }

    /** A client's connection. */
    public static final class Client {

        private final long id;
        private final InetSocketAddress address;
        private final String user;

        private Client(long id, InetSocketAddress address, String user) {
            this.id = id;
            this.address = requireNonNull(address, "address");
            this.user = requireNonNull(user, "user");
        }

        /**
         * Creates a client, for tests of code that takes one.
         *
         * <pre>{@code
         * ServerEvent.Client.of(1, new InetSocketAddress("127.0.0.1", 50_412), "test");    // 127.0.0.1:50412-[test]
         * }</pre>
         *
         * @param id the connection's number; unique within a server
         * @param address where the connection comes from
         * @param user the name of the user who is logged in; empty before that
         * @return the client
         */
        public static Client of(long id, InetSocketAddress address, String user) {
            return new Client(id, address, user);
        }

        /** {@return the connection's number; unique within a server} */
        public long id() {
            return id;
        }

        /** {@return where the connection comes from} */
        public InetSocketAddress address() {
            return address;
        }

        /** {@return the name of the user who is logged in; empty before that} */
        public String user() {
            return user;
        }

        /** {@return one line, as in the log: {@code 127.0.0.1:50412-[test]}} */
        @Override
        public String toString() {
            return HostPort.text(address) + "-[" + Text.visible(user) + "]";
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Client that
                    && id == that.id
                    && address.equals(that.address)
                    && user.equals(that.user);
        }

        @Override
        public int hashCode() {
            return Objects.hash(id, address, user);
        }
    }

    /** An event that concerns one file or directory. */
    public abstract static sealed class OfPath extends ServerEvent {

        private final String path;

        private OfPath(Instant time, Client client, String path) {
            super(time, client);
            this.path = requireNonNull(path, "path");
        }

        /** {@return the path, from {@code /}} */
        public final String path() {
            return path;
        }

        @Override
        List<Object> details() {
            return List.of(path);
        }
    }

    /** The end of one file's upload or download. */
    public abstract static sealed class OfTransfer extends OfPath {

        private final long bytes;

        private OfTransfer(Instant time, Client client, String path, long bytes) {
            super(time, client, path);
            this.bytes = bytes;
        }

        /** {@return how many bytes were transferred} */
        public final long bytes() {
            return bytes;
        }

        @Override
        List<Object> details() {
            return List.of(path(), bytes);
        }
    }

    /** A command or a reply: what {@link FtpServer#transcript()} records. */
    public abstract static sealed class OfMessage extends ServerEvent {

        private final long sequence;
        private final String text;

        private OfMessage(Instant time, Client client, long sequence, String text) {
            super(time, client);
            this.sequence = sequence;
            this.text = requireNonNull(text, "text");
        }

        /**
         * {@return the number among the commands and replies of the connection} Data connections count too, so that
         * numbers may be left out, but never come twice or go back.
         */
        public final long sequence() {
            return sequence;
        }

        /** {@return a command line, a password in it as {@code ****}; or a reply, its lines joined by line feeds} */
        public final String text() {
            return text;
        }

        @Override
        List<Object> details() {
            return List.of(sequence, text);
        }
    }

    /** A command arrived. It may wait for the commands before it. */
    public static final class Command extends OfMessage {

        private Command(Instant time, Client client, long sequence, String text) {
            super(time, client, sequence, text);
        }

        /**
         * Creates an event, for tests of code that takes one.
         *
         * <pre>{@code
         * var client = ServerEvent.Client.of(1, new InetSocketAddress("127.0.0.1", 50_412), "test");
         * var command = ServerEvent.Command.of(Instant.now(), client, 7, "RETR a.txt");
         * command.verb();        // RETR
         * command.argument();    // a.txt
         * }</pre>
         *
         * @param time when it happened
         * @param client the client
         * @param sequence the number among the commands and replies of the connection
         * @param text the command and its argument; a password is shown as {@code ****}
         * @return the event
         */
        public static Command of(Instant time, Client client, long sequence, String text) {
            return new Command(time, client, sequence, text);
        }

        /** {@return the first word in upper case, such as {@code RETR}} */
        public String verb() {
            int end = text().indexOf(' ');
            return (end < 0 ? text() : text().substring(0, end)).toUpperCase(Locale.ROOT);
        }

        /** {@return what follows the first word; empty if nothing does} */
        public String argument() {
            int end = text().indexOf(' ');
            return end < 0 ? "" : text().substring(end + 1);
        }
    }

    /** A reply is being sent. */
    public static final class Reply extends OfMessage {

        private Reply(Instant time, Client client, long sequence, String text) {
            super(time, client, sequence, text);
        }

        /**
         * Creates an event, for tests of code that takes one.
         *
         * <pre>{@code
         * var client = ServerEvent.Client.of(1, new InetSocketAddress("127.0.0.1", 50_412), "test");
         * ServerEvent.Reply.of(Instant.now(), client, 8, "226 Transfer complete.").text();
         * }</pre>
         *
         * @param time when it happened
         * @param client the client
         * @param sequence the number among the commands and replies of the connection
         * @param text the code and the text, lines joined by line feeds
         * @return the event
         */
        public static Reply of(Instant time, Client client, long sequence, String text) {
            return new Reply(time, client, sequence, text);
        }
    }

    /** A client connected. */
    public static final class Connect extends ServerEvent {

        private Connect(Instant time, Client client) {
            super(time, client);
        }

        /**
         * Creates an event, for tests of code that takes one.
         *
         * <pre>{@code
         * var client = ServerEvent.Client.of(1, new InetSocketAddress("127.0.0.1", 50_412), "test");
         * ServerEvent.Connect.of(Instant.now(), client);
         * }</pre>
         *
         * @param time when it happened
         * @param client the client
         * @return the event
         */
        public static Connect of(Instant time, Client client) {
            return new Connect(time, client);
        }
    }

    /** A connection ended, whichever side ended it. */
    public static final class Disconnect extends ServerEvent {

        private Disconnect(Instant time, Client client) {
            super(time, client);
        }

        /**
         * Creates an event, for tests of code that takes one.
         *
         * <pre>{@code
         * var client = ServerEvent.Client.of(1, new InetSocketAddress("127.0.0.1", 50_412), "test");
         * ServerEvent.Disconnect.of(Instant.now(), client);
         * }</pre>
         *
         * @param time when it happened
         * @param client the client
         * @return the event
         */
        public static Disconnect of(Instant time, Client client) {
            return new Disconnect(time, client);
        }
    }

    /** A user logged in. */
    public static final class Login extends ServerEvent {

        private Login(Instant time, Client client) {
            super(time, client);
        }

        /**
         * Creates an event, for tests of code that takes one.
         *
         * <pre>{@code
         * var client = ServerEvent.Client.of(1, new InetSocketAddress("127.0.0.1", 50_412), "test");
         * ServerEvent.Login.of(Instant.now(), client);
         * }</pre>
         *
         * @param time when it happened
         * @param client the client
         * @return the event
         */
        public static Login of(Instant time, Client client) {
            return new Login(time, client);
        }
    }

    /** A client sent a wrong user name or password. */
    public static final class LoginFailed extends ServerEvent {

        private final String user;

        private LoginFailed(Instant time, Client client, String user) {
            super(time, client);
            this.user = requireNonNull(user, "user");
        }

        /**
         * Creates an event, for tests of code that takes one.
         *
         * <pre>{@code
         * var client = ServerEvent.Client.of(1, new InetSocketAddress("127.0.0.1", 50_412), "test");
         * ServerEvent.LoginFailed.of(Instant.now(), client, "ann");
         * }</pre>
         *
         * @param time when it happened
         * @param client the client
         * @param user the name that was tried
         * @return the event
         */
        public static LoginFailed of(Instant time, Client client, String user) {
            return new LoginFailed(time, client, user);
        }

        /** {@return the name that was tried} */
        public String user() {
            return user;
        }

        @Override
        List<Object> details() {
            return List.of(user);
        }
    }

    /** A user logged out: by QUIT or REIN, or because the connection ended. */
    public static final class Logout extends ServerEvent {

        private Logout(Instant time, Client client) {
            super(time, client);
        }

        /**
         * Creates an event, for tests of code that takes one.
         *
         * <pre>{@code
         * var client = ServerEvent.Client.of(1, new InetSocketAddress("127.0.0.1", 50_412), "test");
         * ServerEvent.Logout.of(Instant.now(), client);
         * }</pre>
         *
         * @param time when it happened
         * @param client the client
         * @return the event
         */
        public static Logout of(Instant time, Client client) {
            return new Logout(time, client);
        }
    }

    /** A file was uploaded completely (STOR, STOU, APPE). */
    public static final class Upload extends OfTransfer {

        private Upload(Instant time, Client client, String path, long bytes) {
            super(time, client, path, bytes);
        }

        /**
         * Creates an event, for tests of code that takes one.
         *
         * <pre>{@code
         * var client = ServerEvent.Client.of(1, new InetSocketAddress("127.0.0.1", 50_412), "test");
         * ServerEvent.Upload.of(Instant.now(), client, "/a.txt", 6);
         * }</pre>
         *
         * @param time when it happened
         * @param client the client
         * @param path the path, from {@code /}
         * @param bytes how many bytes were received
         * @return the event
         */
        public static Upload of(Instant time, Client client, String path, long bytes) {
            return new Upload(time, client, path, bytes);
        }
    }

    /** An upload was cut off. A new file keeps what was received; an existing file keeps its old contents. */
    public static final class IncompleteUpload extends OfTransfer {

        private IncompleteUpload(Instant time, Client client, String path, long bytes) {
            super(time, client, path, bytes);
        }

        /**
         * Creates an event, for tests of code that takes one.
         *
         * <pre>{@code
         * var client = ServerEvent.Client.of(1, new InetSocketAddress("127.0.0.1", 50_412), "test");
         * ServerEvent.IncompleteUpload.of(Instant.now(), client, "/a.txt", 6);
         * }</pre>
         *
         * @param time when it happened
         * @param client the client
         * @param path the path, from {@code /}
         * @param bytes how many bytes were received
         * @return the event
         */
        public static IncompleteUpload of(Instant time, Client client, String path, long bytes) {
            return new IncompleteUpload(time, client, path, bytes);
        }
    }

    /** A file was downloaded completely (RETR). */
    public static final class Download extends OfTransfer {

        private Download(Instant time, Client client, String path, long bytes) {
            super(time, client, path, bytes);
        }

        /**
         * Creates an event, for tests of code that takes one.
         *
         * <pre>{@code
         * var client = ServerEvent.Client.of(1, new InetSocketAddress("127.0.0.1", 50_412), "test");
         * ServerEvent.Download.of(Instant.now(), client, "/a.txt", 6);
         * }</pre>
         *
         * @param time when it happened
         * @param client the client
         * @param path the path, from {@code /}
         * @param bytes how many bytes were sent
         * @return the event
         */
        public static Download of(Instant time, Client client, String path, long bytes) {
            return new Download(time, client, path, bytes);
        }
    }

    /** A download was cut off. */
    public static final class IncompleteDownload extends OfTransfer {

        private IncompleteDownload(Instant time, Client client, String path, long bytes) {
            super(time, client, path, bytes);
        }

        /**
         * Creates an event, for tests of code that takes one.
         *
         * <pre>{@code
         * var client = ServerEvent.Client.of(1, new InetSocketAddress("127.0.0.1", 50_412), "test");
         * ServerEvent.IncompleteDownload.of(Instant.now(), client, "/a.txt", 6);
         * }</pre>
         *
         * @param time when it happened
         * @param client the client
         * @param path the path, from {@code /}
         * @param bytes how many bytes were sent
         * @return the event
         */
        public static IncompleteDownload of(Instant time, Client client, String path, long bytes) {
            return new IncompleteDownload(time, client, path, bytes);
        }
    }

    /** A file or directory was deleted (DELE, RMD). */
    public static final class Delete extends OfPath {

        private Delete(Instant time, Client client, String path) {
            super(time, client, path);
        }

        /**
         * Creates an event, for tests of code that takes one.
         *
         * <pre>{@code
         * var client = ServerEvent.Client.of(1, new InetSocketAddress("127.0.0.1", 50_412), "test");
         * ServerEvent.Delete.of(Instant.now(), client, "/a.txt");
         * }</pre>
         *
         * @param time when it happened
         * @param client the client
         * @param path the path, from {@code /}
         * @return the event
         */
        public static Delete of(Instant time, Client client, String path) {
            return new Delete(time, client, path);
        }
    }

    /** A file or directory was renamed (RNTO). */
    public static final class Rename extends ServerEvent {

        private final String from;
        private final String to;

        private Rename(Instant time, Client client, String from, String to) {
            super(time, client);
            this.from = requireNonNull(from, "from");
            this.to = requireNonNull(to, "to");
        }

        /**
         * Creates an event, for tests of code that takes one.
         *
         * <pre>{@code
         * var client = ServerEvent.Client.of(1, new InetSocketAddress("127.0.0.1", 50_412), "test");
         * ServerEvent.Rename.of(Instant.now(), client, "/a.txt", "/b.txt");
         * }</pre>
         *
         * @param time when it happened
         * @param client the client
         * @param from the old path, from {@code /}
         * @param to the new path, from {@code /}
         * @return the event
         */
        public static Rename of(Instant time, Client client, String from, String to) {
            return new Rename(time, client, from, to);
        }

        /** {@return the old path, from {@code /}} */
        public String from() {
            return from;
        }

        /** {@return the new path, from {@code /}} */
        public String to() {
            return to;
        }

        @Override
        List<Object> details() {
            return List.of(from, to);
        }
    }

    /** A directory was created (MKD). */
    public static final class MakeDirectory extends OfPath {

        private MakeDirectory(Instant time, Client client, String path) {
            super(time, client, path);
        }

        /**
         * Creates an event, for tests of code that takes one.
         *
         * <pre>{@code
         * var client = ServerEvent.Client.of(1, new InetSocketAddress("127.0.0.1", 50_412), "test");
         * ServerEvent.MakeDirectory.of(Instant.now(), client, "/a.txt");
         * }</pre>
         *
         * @param time when it happened
         * @param client the client
         * @param path the path, from {@code /}
         * @return the event
         */
        public static MakeDirectory of(Instant time, Client client, String path) {
            return new MakeDirectory(time, client, path);
        }
    }
}
