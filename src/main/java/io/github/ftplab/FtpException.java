package io.github.ftplab;

import io.github.ftplab.internal.protocol.ReplDetection;
import io.github.ftplab.internal.repl.LastFailure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An FTP operation failed. Unchecked, so that a notebook cell or a lambda needs no {@code try}.
 *
 * <pre>
 * FtpException
 *  ├─ Refused      the server answered with a code of 400 or more
 *  ├─ Connection   no connection, a lost one, or no reply in time
 *  ├─ LocalFile    a local file is missing, can't be read or can't be written
 *  ├─ Protocol     a reply makes no sense, or is not safe to act on
 *  └─ Start        a server could not be started
 * </pre>
 *
 * <p>A message says what was tried, on what, why it failed and what to do. Decide by type or by {@link
 * Refused#reply()}, never by the message text. A wrong argument (an unknown permission letter, an empty user name, a
 * line break in a file name) is an {@link IllegalArgumentException} instead, and a call on a session that was closed is
 * an {@link IllegalStateException}.
 */
public abstract sealed class FtpException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private FtpException(String message, @Nullable Throwable cause) {
        super(message, cause);
        if (ReplDetection.isRunning()) {
            LastFailure.keep(this);
            setStackTrace(fromTheCall(getStackTrace()));
        }
    }

    /**
     * In a notebook or JShell, errors show the call that was typed and not what this library did in it. This is the whole
     * trace of the last error, for a report or out of curiosity.
     *
     * <pre>{@code
     * System.out.println(FtpException.lastTrace());
     * }</pre>
     *
     * @return the trace as Java prints it; outside notebooks and JShell, and before the first error, a sentence that says
     *     so
     */
    public static String lastTrace() {
        return LastFailure.trace();
    }

    /**
     * In a notebook or JShell, the trace begins at the user's own call, as the frames of this library are of no use
     * there.
     */
    private static StackTraceElement[] fromTheCall(StackTraceElement[] trace) {
        var frames = List.of(trace);
        long ours = frames.stream()
                .takeWhile(frame -> frame.getClassName().startsWith("io.github.ftplab."))
                .count();
        return frames.stream().skip(Math.max(0, ours - 1)).toArray(StackTraceElement[]::new);
    }

    /**
     * The server answered a command with a code of 400 or more.
     *
     * <pre>{@code
     * try {
     *     ftp.delete("missing.txt");
     * } catch (FtpException.Refused refused) {
     *     refused.code();       // 550
     *     refused.reply();      // 550 No such file or directory.
     *     refused.command();    // DELE
     *     refused.path();       // Optional[missing.txt]
     * }
     * }</pre>
     */
    public static final class Refused extends FtpException {

        private static final long serialVersionUID = 1L;

        // A reply is not serializable.
        private final int code;
        private final String[] text;
        private final String command;
        private final @Nullable String path;

        /**
         * Made by the client.
         *
         * @param message what was tried, on what, why it failed and what to do
         * @param command the command's name, such as {@code RETR}
         * @param path the path on the server that the command was about, or null if there was none
         * @param reply the server's answer
         */
        public Refused(String message, String command, @Nullable String path, Reply reply) {
            super(message, null);
            this.command = command;
            this.path = path;
            this.code = reply.code();
            this.text = reply.lines().toArray(String[]::new);
        }

        /** {@return the server's answer} */
        public Reply reply() {
            return Reply.of(code, List.of(text));
        }

        /** {@return the reply code, such as 550} */
        public int code() {
            return code;
        }

        /** {@return the name of the command that was refused, such as {@code RETR}; never its password} */
        public String command() {
            return command;
        }

        /** {@return the path on the server that the command was about, if there was one} */
        public Optional<String> path() {
            return Optional.ofNullable(path);
        }
    }

    /** No connection could be made, it was lost, or the server did not answer in time. */
    public static final class Connection extends FtpException {

        private static final long serialVersionUID = 1L;

        /**
         * Made by the client.
         *
         * @param message what was tried, on what, why it failed and what to do
         * @param cause the network's error, or null
         */
        public Connection(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** A local file is missing, can't be read or can't be written. */
    public static final class LocalFile extends FtpException {

        private static final long serialVersionUID = 1L;

        /**
         * Made by the client.
         *
         * @param message what was tried, on what, why it failed and what to do
         * @param cause the file system's error, or null
         */
        public LocalFile(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** A reply makes no sense, or is not safe to act on. */
    public static final class Protocol extends FtpException {

        private static final long serialVersionUID = 1L;

        /**
         * Made by the client.
         *
         * @param message what was tried, on what, why it failed and what to do
         * @param cause the parser's error, or null
         */
        public Protocol(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** A server could not be started; nothing of it is left running. */
    public static final class Start extends FtpException {

        private static final long serialVersionUID = 1L;

        /**
         * Made by the server.
         *
         * @param message what was tried, on what, why it failed and what to do
         * @param cause the system's error, or null
         */
        public Start(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
