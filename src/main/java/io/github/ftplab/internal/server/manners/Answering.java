package io.github.ftplab.internal.server.manners;

import org.jspecify.annotations.Nullable;

/** The command that is answered, as far as replies tell of it. */
public interface Answering {

    /** {@return the command in upper case, such as {@code RETR}, {@code SITE CHMOD} or {@code OPTS UTF8}} */
    String command();

    /** {@return the argument as it was sent, or an empty string; a password is masked} */
    String said();

    /** {@return the argument as an absolute virtual path} */
    String path();

    /** {@return the virtual working directory} */
    String workingDirectory();

    /** {@return the user's name: that of the login, or the one that was claimed} */
    String user();

    /** {@return the facts of MLST, as FEAT names them} */
    String facts();

    /** {@return whether TYPE A is in effect} */
    boolean isAscii();

    /** {@return the number of bytes that RETR is about to send, or of lines that LIST has sent} */
    long expected();

    /** {@return the offset of REST for this command, or 0} */
    long restartOffset();

    /** {@return why the command was refused, or null if it was not, or by a check before it ran} */
    @Nullable
    Situation situation();

    /** {@return the reason of the refusal in the words of {@code strerror}, or an empty string} */
    String reason();
}
