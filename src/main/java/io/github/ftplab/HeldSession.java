package io.github.ftplab;

import java.time.Duration;

/**
 * A client's session that a {@link FtpServer} holds at a point of {@link FtpServer#breakAt}, or that has gone on since.
 * The client waits for the server meanwhile, and the server's own time limits rest; nobody else waits.
 *
 * <pre>{@code
 * server.breakAt(Trigger.on("RETR").beforeReply());
 * var download = ftp.inBackground().download("example.txt");
 *
 * var held = server.awaitHeld(Duration.ofSeconds(5));
 * held.toString();      // held before the reply "226 Transfer complete." to RETR example.txt: RFC 959, section 4.2, …
 * held.command();       // RETR example.txt
 * held.message();       // 226 Transfer complete.
 * held.section();       // RFC 959, section 4.2, and its sequences in 5.4
 * held.client();        // 127.0.0.1:50412-[test]
 * held.transcript().diagram();
 * held.isHeld();        // true
 * held.step();          // goes on to the session's next message
 * held.resume();
 * download.join();
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public interface HeldSession {

    /** {@return the client} */
    ServerEvent.Client client();

    /** {@return the command, as it was sent, a password in it as {@code ****}; empty before the first} */
    String command();

    /**
     * {@return what comes next if nothing is done: the reply, or the command that has arrived; empty if that is the data
     * connection or the login}
     */
    String message();

    /** {@return where the standard describes what comes next, such as {@code RFC 959, section 4.1.3}} */
    String section();

    /** {@return what was said in the session so far} */
    Transcript transcript();

    /** {@return whether it is held; false if it has gone on, or has ended} */
    boolean isHeld();

    /**
     * Goes on with another reply. Before a reply it replaces that; before a command, the command does not run; before or
     * in the middle of the data, the data connection is closed. In place of a preliminary reply (150), another one of that
     * kind: the transfer goes on.
     *
     * <pre>{@code
     * server.breakAt(Trigger.on("MKD"));
     * var made = ftp.inBackground().mkdir("new");
     * server.awaitHeld(Duration.ofSeconds(5)).reply("450 busy");
     * made.handle((done, refused) -> refused).join();    // FtpException.Refused: … 450 busy
     * }</pre>
     *
     * @param text the lines to send, separated by line feeds; sent as they are
     * @throws IllegalStateException if it is not held
     */
    void reply(String text);

    /**
     * Resets the session's data connection, or discards the one that was prepared. The session is still held.
     *
     * <pre>{@code
     * server.breakAt(Trigger.on("RETR").beforeData());
     * var download = ftp.inBackground().download("example.txt");
     * var held = server.awaitHeld(Duration.ofSeconds(5));
     * held.dropData();
     * held.resume();
     * download.handle((done, failed) -> failed).join();
     * }</pre>
     *
     * @throws IllegalStateException if it is not held
     */
    void dropData();

    /**
     * Goes on to the session's next message: the next command that arrives, reply or data connection. Waits for it for at
     * most two seconds, as {@link #step(Duration)} does.
     *
     * @return this session, held again, or not yet if the client sends nothing
     * @throws IllegalStateException if it is not held
     */
    HeldSession step();

    /**
     * Goes on to the session's next message: the next command that arrives, reply or data connection. It is held there
     * whenever that comes, also after this has returned.
     *
     * <pre>{@code
     * server.breakAt(Trigger.on("MKD"));
     * var made = ftp.inBackground().mkdir("new");
     * var held = server.awaitHeld(Duration.ofSeconds(5));
     * held.step(Duration.ofSeconds(5)).message();    // 257 "/new" directory created.
     * held.resume();
     * made.join();
     * }</pre>
     *
     * @param limit how long to wait for it at most
     * @return this session, held again, or not yet if the client sends nothing
     * @throws IllegalStateException if it is not held
     */
    HeldSession step(Duration limit);

    /**
     * Goes on, to the next point of {@link FtpServer#breakAt}. Idempotent; after {@link #step}, cancels that one's stop too.
     */
    void resume();

    /** {@return who is held, where, and what the standard says of the message} */
    @Override
    String toString();
}
