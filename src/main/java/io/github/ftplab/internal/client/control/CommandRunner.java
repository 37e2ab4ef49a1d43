package io.github.ftplab.internal.client.control;

import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.settings.ClientSettings;
import java.io.IOException;
import java.util.function.IntFunction;

/** A session as its parts see it: runs what they do on the control connection, one at a time. */
public interface CommandRunner {

    /** What is done on the control connection. */
    @FunctionalInterface
    interface Action<T> {

        T on(ControlConnection connection) throws IOException;
    }

    /** Waits for its turn and does something: nothing that other threads do comes in between. */
    <T> T perform(Operation operation, Action<T> action);

    /**
     * Does what can safely be done again, and does it again if the connection broke and the settings allow that.
     *
     * @param call is given the number of the attempt, from 0
     */
    <T> T persist(IntFunction<T> call);

    /** Does a question, which can be asked again: {@link #perform} and {@link #persist} in one. */
    default <T> T ask(Operation operation, Action<T> action) {
        return persist(tries -> perform(operation, action));
    }

    /**
     * Sends commands, one after the other, each of which must be accepted.
     *
     * @return the reply to the last one
     */
    Reply command(Operation operation, FtpCommand... commands);

    ClientSettings settings();

    /** {@return what the server said at login that it can do; nothing before that} */
    Features features();

    /** Asks for all facts in listings that the server can tell; once. */
    void askForFacts(ControlConnection connection) throws IOException;
}
