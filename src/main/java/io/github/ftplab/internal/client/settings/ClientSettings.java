package io.github.ftplab.internal.client.settings;

import io.github.ftplab.Transcript;
import io.github.ftplab.TransferProgress;
import io.github.ftplab.internal.protocol.PortRange;
import io.github.ftplab.internal.protocol.RateLimiter;
import io.github.ftplab.internal.protocol.recording.RecordingFile;
import java.net.InetAddress;
import java.net.Proxy;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The settings of a session.
 *
 * @param connectTimeout the time limit for establishing a connection
 * @param replyTimeout the time limit for a reply
 * @param dataTimeout how long a data connection may stall
 * @param encoding the encoding of commands, replies and listings
 * @param zone the time zone of the times in LIST; empty for the JVM's default
 * @param findZone whether to find out the time zone if it is not set
 * @param active the local ports for active mode; empty for passive mode
 * @param localAddress the local address of connections; empty for the system's choice
 * @param proxy the proxy, if any
 * @param socketBuffer the size of a data socket's buffers in bytes; 0 for the system's default
 * @param keepAlive the interval of NOOP during a transfer; zero for none
 * @param tls the TLS settings
 * @param download the rate limit of downloads
 * @param upload the rate limit of uploads
 * @param retry how often calls are repeated after a lost connection
 * @param progress the progress listener, unless the session has its own
 * @param recording the file into which sessions are recorded
 */
public record ClientSettings(
        Duration connectTimeout,
        Duration replyTimeout,
        Duration dataTimeout,
        Charset encoding,
        Optional<ZoneId> zone,
        boolean findZone,
        Optional<PortRange> active,
        Optional<InetAddress> localAddress,
        Optional<Proxy> proxy,
        int socketBuffer,
        Duration keepAlive,
        TlsSettings tls,
        RateLimiter download,
        RateLimiter upload,
        RetrySettings retry,
        Consumer<TransferProgress> progress,
        Optional<RecordingFile> recording) {

    /** The defaults. */
    public static final ClientSettings DEFAULT = new ClientSettings(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            StandardCharsets.UTF_8,
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            Duration.ZERO,
            TlsSettings.NONE,
            RateLimiter.NONE,
            RateLimiter.NONE,
            RetrySettings.NEVER,
            ProgressListener.found(),
            Optional.empty());

    /** How long {@code close()} waits for the reply to QUIT. */
    public static final Duration GOODBYE_LIMIT = Duration.ofSeconds(1);

    /** How long a server may take to notice a closed data connection, before ABOR is sent. */
    public static final Duration NOTICE_LIMIT = Duration.ofMillis(700);

    /** How long data may take to begin after the final reply. */
    public static final Duration LATE_LIMIT = Duration.ofMillis(2500);

    /** How long a server may take to reply after an aborted transfer, before the session is closed. */
    public static final Duration ABANDON_LIMIT = Duration.ofSeconds(5);

    /** The limit for the characters of a reply. */
    public static final int LONGEST_REPLY = 4 << 20;

    /** The limit for the bytes of a listing, enough for more than a million lines. */
    public static final int LONGEST_LISTING = 128 << 20;

    /** The size of the transfer buffer. */
    public static final int BUFFER = 256 << 10;

    /** {@return which side opens data connections} */
    public Transcript.Mode mode() {
        return active.isPresent() ? Transcript.Mode.ACTIVE : Transcript.Mode.PASSIVE;
    }
}
