package io.github.ftplab.internal.client.settings;

import io.github.ftplab.TransferProgress;
import io.github.ftplab.internal.protocol.PortRange;
import io.github.ftplab.internal.protocol.RateLimiter;
import java.net.InetAddress;
import java.net.Proxy;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What can be chosen about a session.
 *
 * @param connectTimeout how long one connection may take to be made
 * @param replyTimeout how long the server may take to answer one command
 * @param dataTimeout how long a data connection may stand still
 * @param encoding how names are written on the control connection and in listings
 * @param active which ports the server is to connect to, if data connections are not to be passive
 * @param localAddress where connections begin, if not wherever the system likes
 * @param proxy what connections go through, if anything
 * @param socketBuffer the size of a data socket's buffers in bytes; 0 leaves it to the system
 * @param keepAlive how often NOOP is sent during a transfer; zero is never
 * @param tls how the session is encrypted
 * @param download how fast data may come
 * @param upload how fast data may go
 * @param retry what is done about a lost connection
 * @param progress who is told how far transfers have come, unless the session is told otherwise
 */
public record ClientSettings(
        Duration connectTimeout,
        Duration replyTimeout,
        Duration dataTimeout,
        Charset encoding,
        Optional<PortRange> active,
        Optional<InetAddress> localAddress,
        Optional<Proxy> proxy,
        int socketBuffer,
        Duration keepAlive,
        TlsSettings tls,
        RateLimiter download,
        RateLimiter upload,
        RetrySettings retry,
        Consumer<TransferProgress> progress) {

    /** What holds unless something else is asked for. */
    public static final ClientSettings DEFAULT = new ClientSettings(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            StandardCharsets.UTF_8,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            Duration.ZERO,
            TlsSettings.NONE,
            RateLimiter.NONE,
            RateLimiter.NONE,
            RetrySettings.NEVER,
            ProgressListener.found());

    /** How long {@code close()} waits for the server to say goodbye. */
    public static final Duration GOODBYE_LIMIT = Duration.ofSeconds(1);

    /** How long a server may take to notice that its data connection was closed, before it is told. */
    public static final Duration NOTICE_LIMIT = Duration.ofMillis(700);

    /** How long a server may take to admit that a transfer was broken off, before the session is given up. */
    public static final Duration ABANDON_LIMIT = Duration.ofSeconds(5);

    /** More than any honest reply has; a longer one is refused. */
    public static final int LONGEST_REPLY = 4 << 20;

    /** More than a million lines; a longer listing is refused. */
    public static final int LONGEST_LISTING = 128 << 20;

    /** The size of one read from a data connection. */
    public static final int BUFFER = 256 << 10;
}
