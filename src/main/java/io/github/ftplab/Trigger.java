package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.fault.FaultAction;
import io.github.ftplab.internal.fault.FaultAction.Kind;
import io.github.ftplab.internal.fault.SessionPoint;
import io.github.ftplab.internal.fault.SessionPoint.Stage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A point in a session's life: when a command arrives, before its data connection, after some of the data, before its
 * reply; or when a client connects or logs in. A method for what goes wrong there makes a {@link Fault} of it, for
 * {@link FtpServer#fault}; {@link FtpServer#breakAt} holds sessions there. Immutable.
 *
 * <p>Each fault is one that a server or a network really has: {@code docs/faults.md} says which, and what our client,
 * curl, lftp and Python's ftplib do about it.
 *
 * <pre>{@code
 * server.fault(Trigger.on("RETR").afterBytes(64_000).reset().once());
 * server.fault(Trigger.onConnect().sendAway("421 Too many connected users."));
 * server.breakAt(Trigger.on("RETR").beforeReply());
 *
 * server.clearFaults();
 * server.clearBreaks();
 * }</pre>
 *
 * <p>With {@code import static io.github.ftplab.Trigger.*;} it reads {@code server.fault(on("RETR").reset())}.
 */
public sealed class Trigger {

    private static final int NANOS_OF_MILLI = 1_000_000;

    /** From here on a time is not written in milliseconds. */
    private static final long MANY_SECONDS = 1_000_000;

    final SessionPoint point;
    private final String text;

    private Trigger(SessionPoint point, String text) {
        this.point = point;
        this.text = text;
    }

    /**
     * Chooses a command: the point at which it is about to run. What goes wrong there comes before everything else, also
     * before it is known whether the client may use the command.
     *
     * <pre>{@code
     * server.fault(Trigger.on("MLSD").reply("500 'MLSD': command not understood."));
     * server.fault(Trigger.on("SITE CHMOD").delay(Duration.ofMillis(20)).once());
     * }</pre>
     *
     * @param verb the command, in upper or lower case: {@code RETR}, {@code SITE CHMOD}; an empty one stands for every
     *     command. {@code MKD} stands for its old name {@code XMKD} too (RFC 775), likewise RMD, CWD, CDUP and PWD
     * @return the point
     * @throws IllegalArgumentException if it is no command
     */
    public static OfCommand on(String verb) {
        requireNonNull(verb, "verb");
        return new OfCommand(new SessionPoint(Stage.COMMAND, verb, null, 0), "on(" + quoted(verb) + ")");
    }

    /**
     * Chooses a command by its argument too.
     *
     * <pre>{@code
     * server.fault(Trigger.on("RETR", "*.csv").beforeReply().noReply());
     * server.fault(Trigger.on("STOR", "/incoming/**").reply("553 Not now."));
     * }</pre>
     *
     * @param verb the command
     * @param argument a pattern for the argument as the client sends it, as {@link java.nio.file.FileSystem#getPathMatcher}
     *     has it; one without a slash is compared with the last name of a path
     * @return the point
     * @throws IllegalArgumentException if the verb is no command, or the argument no pattern
     */
    public static OfCommand on(String verb, String argument) {
        requireNonNull(verb, "verb");
        requireNonNull(argument, "argument");
        return new OfCommand(
                new SessionPoint(Stage.COMMAND, verb, argument, 0),
                "on(" + quoted(verb) + ", " + quoted(argument) + ")");
    }

    /**
     * {@return the point at which a client has connected, and its greeting (220) is about to be sent}
     *
     * <pre>{@code
     * server.fault(Trigger.onConnect().delay(Duration.ofMillis(20)).every(2));
     * }</pre>
     */
    public static OfReply onConnect() {
        return new OfReply(new SessionPoint(Stage.CONNECT, "", null, 0), "onConnect()");
    }

    /**
     * {@return the point at which a user has sent the right password, and is about to be logged in} With another reply
     * than the usual one, or none, the user is not logged in.
     *
     * <pre>{@code
     * server.fault(Trigger.onLogin().reply("530 The user directory can't be reached.").times(2));
     * }</pre>
     */
    public static Trigger onLogin() {
        return new Trigger(new SessionPoint(Stage.LOGIN, "", null, 0), "onLogin()");
    }

    /**
     * Waits, and goes on. Servers do so at a connection while they look up the client's name (vsftpd, ProFTPD with
     * {@code UseReverseDNS}), and before 226 while they scan or copy an upload.
     *
     * @param time how long
     * @return the fault
     */
    public Fault delay(Duration time) {
        return fault(
                FaultAction.of(Kind.DELAY, TimeUnit.NANOSECONDS.convert(requireNonNull(time, "time"))),
                "delay(" + code(time) + ")");
    }

    /**
     * Goes no further, and leaves the connections open, until {@link FtpServer#clearFaults()}; the server's own time
     * limits rest. A network that drops packets looks like this, and a NAT router that has forgotten a control connection
     * during a long transfer: the file is there and 226 never comes.
     *
     * <pre>{@code
     * server.fault(Trigger.on("STOR").beforeReply().stall());
     * }</pre>
     *
     * @return the fault
     */
    public Fault stall() {
        return fault(Kind.STALL, "stall()");
    }

    /**
     * Closes the connection without a word: the data connection if the point is before or after some of the data,
     * otherwise the control connection. Servers do so when they run out of processes or descriptors, and when a client's
     * address is blocked. A data connection is closed as if all had been sent, and 426 follows; 425 if it was not open.
     *
     * @return the fault
     */
    public Fault close() {
        return fault(Kind.CLOSE, "close()");
    }

    /**
     * Resets the connection (TCP RST): the data connection if the point is before or after some of the data, otherwise
     * the control connection. Firewalls do so to connections that they no longer know, and operating systems to those of
     * a server that has crashed.
     *
     * @return the fault
     */
    public Fault reset() {
        return fault(Kind.RESET, "reset()");
    }

    /**
     * Sends another reply. The command does not run, unless the point is before its reply; a transfer ends there. The
     * text is sent as it is, so that it need not be a reply at all.
     *
     * <pre>{@code
     * server.fault(Trigger.on("SIZE").reply("213 99"));                        // a wrong size
     * server.fault(Trigger.on("REST").reply("350 Restarting."));               // accepted, and ignored
     * server.fault(Trigger.on("RETR").beforeData().reply("425 No, sorry."));
     * server.fault(Trigger.onConnect().reply("HTTP/1.1 400 Bad Request"));    // another service's port
     * }</pre>
     *
     * @param text the lines to send, separated by line feeds
     * @return the fault
     */
    public Fault reply(String text) {
        return fault(FaultAction.of(Kind.REPLY, requireNonNull(text, "text")), "reply(" + quoted(text) + ")");
    }

    /**
     * Sends another reply, as {@link #reply} does, and closes the control connection: 421, as servers answer the client
     * that is one too many, and one that was idle.
     *
     * @param text the lines to send, separated by line feeds
     * @return the fault
     */
    public Fault sendAway(String text) {
        return fault(FaultAction.of(Kind.SEND_AWAY, requireNonNull(text, "text")), "sendAway(" + quoted(text) + ")");
    }

    /**
     * Sends no reply. The command does not run, unless the point is before its reply; a transfer ends there. uftpd did so
     * after MLST, and many servers after QUIT.
     *
     * @return the fault
     */
    public Fault noReply() {
        return fault(Kind.NO_REPLY, "noReply()");
    }

    final Fault fault(Kind kind, String code) {
        return fault(FaultAction.of(kind), code);
    }

    final Fault fault(FaultAction action, String code) {
        return Fault.of(point, action, text + "." + code);
    }

    final String then(String code) {
        return text + "." + code;
    }

    static void requireNumeric(String address, String form) {
        if (!address.matches(form)) {
            throw new IllegalArgumentException("\"" + address + "\" is no numeric address, such as 127.0.0.2");
        }
    }

    private static String code(Duration time) {
        long seconds = time.getSeconds();
        int nanos = time.getNano();
        if (nanos == 0) {
            return "Duration.ofSeconds(" + seconds + ")";
        }
        return nanos % NANOS_OF_MILLI == 0 && seconds < MANY_SECONDS
                ? "Duration.ofMillis(" + time.toMillis() + ")"
                : "Duration.ofSeconds(" + seconds + ", " + nanos + ")";
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** {@return the code that makes it: {@code on("RETR").beforeReply()}} */
    @Override
    public final String toString() {
        return text;
    }

    /** The point at which a command is about to run, and the way to later ones. */
    public static final class OfCommand extends Trigger {

        private OfCommand(SessionPoint point, String text) {
            super(point, text);
        }

        /**
         * {@return the point before the data connection is opened: the preliminary reply (150) has been sent}
         *
         * <pre>{@code
         * server.breakAt(Trigger.on("STOR").beforeData());
         * server.clearBreaks();
         * }</pre>
         */
        public OfData beforeData() {
            return new OfData(point.at(Stage.DATA, 0), then("beforeData()"));
        }

        /**
         * Chooses a point in the middle of a file or a listing. A shorter one does not come to it.
         *
         * <pre>{@code
         * server.fault(Trigger.on("STOR").afterBytes(0).diskFull());
         * }</pre>
         *
         * @param bytes after how many bytes; 0 for the beginning. MODE Z and TLS are not counted in
         * @return the point
         * @throws IllegalArgumentException if it is negative
         */
        public OfBytes afterBytes(long bytes) {
            return new OfBytes(point.at(Stage.BYTES, bytes), then("afterBytes(" + bytes + ")"));
        }

        /**
         * Chooses a point in the middle of a listing.
         *
         * <pre>{@code
         * server.fault(Trigger.on("LIST").afterLines(2).cut());
         * }</pre>
         *
         * @param lines after how many whole lines; 0 for the beginning
         * @return the point
         * @throws IllegalArgumentException if it is negative
         */
        public OfBytes afterLines(long lines) {
            return new OfBytes(point.at(Stage.LINES, lines), then("afterLines(" + lines + ")"));
        }

        /**
         * {@return the point at which the command has run, and its final reply is about to be sent}
         *
         * <pre>{@code
         * server.fault(Trigger.on("SYST").beforeReply().noReply());
         * }</pre>
         */
        public OfReply beforeReply() {
            return new OfReply(point.at(Stage.REPLY, 0), then("beforeReply()"));
        }

        /**
         * Takes the command for one that never arrived; it is not answered. Also during a transfer: an ABOR that is ignored
         * ends nothing, as on the many servers that read no command before the transfer is over (Apache FtpServer, uftpd).
         *
         * <pre>{@code
         * server.fault(Trigger.on("ABOR").ignore());
         * }</pre>
         *
         * @return the fault
         */
        public Fault ignore() {
            return Fault.of(point.at(Stage.ARRIVAL, 0), FaultAction.of(Kind.IGNORE), then("ignore()"));
        }

        /**
         * Opens an active data connection (PORT, EPRT) from another of this machine's addresses, as servers with several
         * network cards and those behind NAT do. Clients that check the address refuse it.
         *
         * <pre>{@code
         * server.fault(Trigger.on("EPRT").fromAddress("127.0.0.2"));
         * }</pre>
         *
         * @param address a numeric address of this machine, such as {@code 127.0.0.2}, which Linux and Windows have
         * @return the fault
         * @throws IllegalArgumentException if it is none
         */
        public Fault fromAddress(String address) {
            requireNumeric(requireNonNull(address, "address"), "[0-9A-Fa-f.:]+");
            return fault(FaultAction.of(Kind.FROM_ADDRESS, address), "fromAddress(" + quoted(address) + ")");
        }
    }

    /** The point before a reply, and what can be wrong with it. */
    public static final class OfReply extends Trigger {

        private OfReply(SessionPoint point, String text) {
            super(point, text);
        }

        /**
         * Sends the reply twice, as servers did that answered both the transfer and the end of its connection.
         *
         * <pre>{@code
         * server.fault(Trigger.on("STOR").beforeReply().twice());
         * }</pre>
         *
         * @return the fault
         */
        public Fault twice() {
            return fault(Kind.TWICE, "twice()");
        }

        /**
         * Sends the reply byte by byte, each in a packet of its own, as small devices do that write character by character.
         *
         * <pre>{@code
         * server.fault(Trigger.on("FEAT").beforeReply().inPieces());
         * }</pre>
         *
         * @return the fault
         */
        public Fault inPieces() {
            return fault(Kind.PIECES, "inPieces()");
        }

        /**
         * Sends one more reply before the reply, which belongs to no command: that of an aborted transfer, which comes late,
         * or a notice. All following replies are then taken for those of the command before.
         *
         * <pre>{@code
         * server.fault(Trigger.on("NOOP").beforeReply().afterStray("226 Transfer complete."));
         * }</pre>
         *
         * @param text the lines to send first, separated by line feeds
         * @return the fault
         */
        public Fault afterStray(String text) {
            requireNonNull(text, "text");
            return fault(FaultAction.of(Kind.STRAY, text), "afterStray(" + quoted(text) + ")");
        }

        /**
         * Changes the reply by a function.
         *
         * <pre>{@code
         * server.fault(Trigger.on("PWD").beforeReply().edit(reply -> reply.replace("\"", "")));
         * }</pre>
         *
         * @param edit takes the reply, its lines separated by line feeds, and returns what is sent
         * @return the fault
         */
        public Fault edit(UnaryOperator<String> edit) {
            return fault(FaultAction.edit(requireNonNull(edit, "edit")), "edit(reply -> …)");
        }

        /**
         * Replaces a part of the reply.
         *
         * <pre>{@code
         * server.fault(Trigger.on("EPSV").beforeReply().replace("\\|\\|\\|", "|1|127.0.0.1|"));
         * }</pre>
         *
         * @param regex a regular expression, see {@link Pattern}
         * @param replacement what replaces each place where it matches, see {@link String#replaceAll}
         * @return the fault
         * @throws IllegalArgumentException if it is no regular expression
         */
        public Fault replace(String regex, String replacement) {
            var pattern = Pattern.compile(requireNonNull(regex, "regex"));
            requireNonNull(replacement, "replacement");
            return fault(
                    FaultAction.edit(reply -> pattern.matcher(reply).replaceAll(replacement)),
                    "replace(" + quoted(regex) + ", " + quoted(replacement) + ")");
        }

        /**
         * Names another address in 227, as a server does that does not know of the router before it (ProFTPD without {@code
         * MasqueradeAddress}).
         *
         * <pre>{@code
         * server.fault(Trigger.on("PASV").beforeReply().namingAddress("192.168.178.2"));
         * }</pre>
         *
         * @param address a numeric IPv4 address
         * @return the fault
         * @throws IllegalArgumentException if it is none
         */
        public Fault namingAddress(String address) {
            requireNumeric(requireNonNull(address, "address"), "(\\d{1,3}\\.){3}\\d{1,3}");
            var numbers = address.replace('.', ',');
            return fault(
                    FaultAction.edit(reply -> reply.replaceFirst("(\\d+,){4}", numbers + ",")),
                    "namingAddress(" + quoted(address) + ")");
        }

        /**
         * Names another port in 227 or 229, as a server does behind a router that forwards other ports than the server
         * thinks.
         *
         * <pre>{@code
         * server.fault(Trigger.on("EPSV").beforeReply().namingPort(1));
         * }</pre>
         *
         * @param port the port, from 0 to 65,535
         * @return the fault
         * @throws IllegalArgumentException if there is no such port
         */
        public Fault namingPort(int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException(port + " is no port: ports are from 0 to 65535");
            }
            var both = (port >> 8) + "," + (port & 255);
            return fault(
                    FaultAction.edit(reply -> reply.replaceFirst("(?<=\\d,)\\d+,\\d+(?=\\D*$)", both)
                            .replaceFirst("(?<=\\|)\\d+(?=\\|\\))", String.valueOf(port))),
                    "namingPort(" + port + ")");
        }

        /**
         * Leaves lines out of a reply of several lines: features that FEAT does not tell of, as Microsoft's and older
         * servers don't tell of MLSD.
         *
         * <pre>{@code
         * server.fault(Trigger.on("FEAT").beforeReply().hiding("MLST", "REST"));
         * }</pre>
         *
         * @param words with what the lines begin, after blanks
         * @return the fault
         */
        public Fault hiding(String... words) {
            var hidden = List.of(requireNonNull(words, "words"));
            return fault(
                    FaultAction.edit(reply -> String.join(
                            "\n",
                            reply.lines()
                                    .filter(line -> hidden.stream()
                                            .noneMatch(word -> line.strip().startsWith(word)))
                                    .toList())),
                    "hiding("
                            + String.join(
                                    ", ", hidden.stream().map(Trigger::quoted).toList()) + ")");
        }

        /**
         * Ends the lines of the reply by line feeds alone, without the carriage returns that Telnet and RFC 959 demand, as
         * some small devices do.
         *
         * <pre>{@code
         * server.fault(Trigger.onConnect().bareLineFeeds());
         * }</pre>
         *
         * @return the fault
         */
        public Fault bareLineFeeds() {
            return fault(Kind.BARE_LINE_FEEDS, "bareLineFeeds()");
        }

        /**
         * Closes the port that 227 or 229 names, before the reply: the client's data connection is refused, as by a firewall
         * that lets through the control connection only.
         *
         * <pre>{@code
         * server.fault(Trigger.on("EPSV").beforeReply().closedPort());
         * }</pre>
         *
         * @return the fault
         */
        public Fault closedPort() {
            return fault(Kind.CLOSED_PORT, "closedPort()");
        }

        /**
         * Lets the TLS handshake fail that follows: that of the control connection after AUTH, that of the data connection
         * after PASV, EPSV, PORT and EPRT. Servers do so for a client whose protocol or ciphers are too old for them, or that
         * does not resume its session on a data connection (vsftpd with {@code require_ssl_reuse}).
         *
         * <pre>{@code
         * server.fault(Trigger.on("AUTH").beforeReply().failHandshake());
         * }</pre>
         *
         * @return the fault
         */
        public Fault failHandshake() {
            return fault(Kind.FAIL_HANDSHAKE, "failHandshake()");
        }
    }

    /** The point before a data connection is opened. */
    public static final class OfData extends Trigger {

        private OfData(SessionPoint point, String text) {
            super(point, text);
        }

        /**
         * Refuses the data connection with 425 after 150, as servers do that can't open it, or find another client's address
         * at its end.
         *
         * <pre>{@code
         * server.fault(Trigger.on("RETR").beforeData().refuse());
         * }</pre>
         *
         * @return the fault
         */
        public Fault refuse() {
            return fault(Kind.REFUSE, "refuse()");
        }

        /**
         * Sends 226 before the data, and nothing after them, as servers do that report when they have handed the data to
         * their operating system (fineftp-server, lwIP's).
         *
         * <pre>{@code
         * server.fault(Trigger.on("LIST").beforeData().replyEarly());
         * }</pre>
         *
         * @return the fault
         */
        public Fault replyEarly() {
            return fault(Kind.EARLY_REPLY, "replyEarly()");
        }

        /**
         * Ends an encrypted data connection without TLS's close_notify, so that the client can't know whether the data are
         * complete, as Go's goftp and FubarDevelopment's server do. Without TLS it does nothing.
         *
         * <pre>{@code
         * server.fault(Trigger.on("RETR").beforeData().withoutCloseNotify());
         * }</pre>
         *
         * @return the fault
         */
        public Fault withoutCloseNotify() {
            return Fault.of(
                    point.at(Stage.BYTES, 0), FaultAction.of(Kind.NO_CLOSE_NOTIFY), then("withoutCloseNotify()"));
        }
    }

    /** A point in the middle of the data. */
    public static final class OfBytes extends Trigger {

        private OfBytes(SessionPoint point, String text) {
            super(point, text);
        }

        /**
         * Ends the data here in an orderly way, and says 226 all the same. Of an upload the beginning is kept. Pure-FTPd cuts
         * a listing after 10,000 entries, and servers that ignore a full disk cut an upload.
         *
         * <pre>{@code
         * server.fault(Trigger.on("RETR").afterBytes(3).cut());
         * }</pre>
         *
         * @return the fault
         */
        public Fault cut() {
            return fault(Kind.CUT, "cut()");
        }

        /**
         * Takes no more of an upload: 452, as there is no more space (RFC 959, section 4.2.2).
         *
         * <pre>{@code
         * server.fault(Trigger.on("STOR").afterBytes(1_000_000).diskFull().once());
         * }</pre>
         *
         * @return the fault
         */
        public Fault diskFull() {
            return fault(Kind.DISK_FULL, "diskFull()");
        }

        /**
         * Inverts the bits of the next byte, as faulty memory does, and network cards whose checksums are wrong.
         *
         * <pre>{@code
         * server.fault(Trigger.on("RETR").afterBytes(2).flipByte());
         * }</pre>
         *
         * @return the fault
         */
        public Fault flipByte() {
            return fault(Kind.FLIP_BYTE, "flipByte()");
        }

        /**
         * Leaves the next byte out, as firewalls did that took it for a Telnet command, and as servers do that convert line
         * ends in what is no text.
         *
         * <pre>{@code
         * server.fault(Trigger.on("RETR").afterBytes(2).loseByte());
         * }</pre>
         *
         * @return the fault
         */
        public Fault loseByte() {
            return fault(Kind.LOSE_BYTE, "loseByte()");
        }

        /**
         * Transfers the rest slowly, as over a modem, or beside somebody who uses up the line.
         *
         * <pre>{@code
         * server.fault(Trigger.on("RETR").afterBytes(0).rate(9_600 / 8));
         * }</pre>
         *
         * @param bytesPerSecond how fast, 1 or more
         * @return the fault
         * @throws IllegalArgumentException if it is less than 1
         */
        public Fault rate(long bytesPerSecond) {
            if (bytesPerSecond < 1) {
                throw new IllegalArgumentException(bytesPerSecond + " is no rate: 1 byte a second is the least");
            }
            return fault(FaultAction.of(Kind.RATE, bytesPerSecond), "rate(" + bytesPerSecond + ")");
        }
    }
}
