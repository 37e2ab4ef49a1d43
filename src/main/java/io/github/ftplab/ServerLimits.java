package io.github.ftplab;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Limits of a {@link FtpServer}: connections, logins, timeouts and rates. Immutable: each method with an argument
 * returns a changed copy.
 *
 * <pre>{@code
 * var limits = ServerLimits.DEFAULT.connections(60).perAddress(4).perUser(2).idleTimeout(Duration.ofMinutes(20));
 * var strict = limits.loginTimeout(Duration.ofSeconds(20)).loginAttempts(1).loginDelay(Duration.ofSeconds(1)).
 *         dataTimeout(Duration.ofMinutes(1)).commandLength(1024);
 * FtpServer.builder().anonymous(home).limits(strict).start();
 * }</pre>
 *
 * <p>Times of more than a century, such as {@code ChronoUnit.FOREVER.getDuration()}, count as a century.
 *
 * @param connections how many clients may be connected at once; a further one gets reply 421 and is disconnected, or
 *     takes the place of a connection that has not logged in: one of the address with the most of them, or one that has
 *     been open for 10 seconds
 * @param perAddress how many of them from one address, of IPv6 from one network of 64 bits, in which a host can take any
 *     address (RFC 4291, section 2.5.1); 0 means that only {@code connections} counts
 * @param perUser how many sessions one user may have; 0 means that only {@code connections} counts
 * @param loginAttempts how many wrong passwords a connection may send; it is closed after the last one
 * @param loginDelay the delay before the answer to a first wrong password; each further one from the same address
 *     doubles it, up to ten times the first, and they are answered one after the other. From the second wrong password
 *     for a user on, the user's next one from this address is not checked before a pause as long as that. An attempt
 *     that would wait for more than 30 seconds is refused with 421, but not if users of the address are logged in. 0 for
 *     none
 * @param loginTimeout how long a connection may take to log in, without the time that it waits for the server
 * @param idleTimeout how long a session may be silent while no transfer runs
 * @param dataTimeout how long a transfer or a listing may stall, how long to wait for a data connection, and how long a
 *     client may leave replies unread. A digest (HASH and the like) may take longer as long as it makes progress; ABOR
 *     or the end of the connection ends it
 * @param commandLength how many bytes a command line may have; a longer one is refused (500)
 * @param rates the rates of each user who has no {@linkplain FtpServerBuilder#rates rates of their own}
 */
public record ServerLimits(
        int connections,
        int perAddress,
        int perUser,
        int loginAttempts,
        Duration loginDelay,
        Duration loginTimeout,
        Duration idleTimeout,
        Duration dataTimeout,
        int commandLength,
        Rates rates) {

    /**
     * The rates of one user, in bytes a second. All of a user's sessions share them, and so does everybody who is
     * {@code anonymous}.
     *
     * @param download to the client, including listings; 0 for no limit
     * @param upload from the client; 0 for no limit
     */
    public record Rates(long download, long upload) {

        /** No limit in either direction. */
        public static final Rates UNLIMITED = new Rates(0, 0);

        /**
         * Checks the rates.
         *
         * @param download 0 or more
         * @param upload 0 or more
         * @throws IllegalArgumentException if one is negative
         */
        public Rates {
            if (download < 0 || upload < 0) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "a rate of %d bytes a second makes no sense: the least is 0, for no limit",
                        Math.min(download, upload)));
            }
        }
    }

    private static final Duration CENTURY = Duration.ofDays(36_525);

    /**
     * The defaults: 512 connections, any number of them from one address or user, 3 login attempts, a delay of half a
     * second, a minute to log in, five minutes for a silent session or a stalled transfer, 8,192 bytes for a command,
     * unlimited rates.
     */
    public static final ServerLimits DEFAULT = new ServerLimits(
            512,
            0,
            0,
            3,
            Duration.ofMillis(500),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            8192,
            Rates.UNLIMITED);

    private static final int SHORTEST_COMMAND_LENGTH = 512;

    /**
     * Checks the limits.
     *
     * @param connections 1 or more
     * @param perAddress 0 or more
     * @param perUser 0 or more
     * @param loginAttempts 1 or more
     * @param loginDelay 0 or more
     * @param loginTimeout more than 0
     * @param idleTimeout more than 0
     * @param dataTimeout more than 0
     * @param commandLength 512 or more
     * @param rates the rates of each user
     * @throws IllegalArgumentException if one is out of these ranges
     */
    public ServerLimits {
        atLeast(1, connections, "connections");
        atLeast(0, perAddress, "connections per address");
        atLeast(0, perUser, "sessions per user");
        atLeast(1, loginAttempts, "attempts to log in");
        atLeast(SHORTEST_COMMAND_LENGTH, commandLength, "bytes of a command");
        if (loginDelay.isNegative()) {
            throw new IllegalArgumentException("the delay after a wrong password is negative: " + loginDelay);
        }
        positive(loginTimeout, "to log in");
        positive(idleTimeout, "for silence");
        positive(dataTimeout, "for a transfer that stands still");
        loginDelay = atMostACentury(loginDelay);
        loginTimeout = atMostACentury(loginTimeout);
        idleTimeout = atMostACentury(idleTimeout);
        dataTimeout = atMostACentury(dataTimeout);
    }

    /** {@return the time, of which the rest of this server can do with a number of nanoseconds} */
    private static Duration atMostACentury(Duration time) {
        return time.compareTo(CENTURY) > 0 ? CENTURY : time;
    }

    /**
     * Changes how many clients may be connected at once.
     *
     * @param most 1 or more
     * @return a changed copy
     */
    public ServerLimits connections(int most) {
        return with(changed -> changed.connections = most);
    }

    /**
     * Changes how many clients may be connected from one address.
     *
     * @param most 1 or more; 0 for no limit per address
     * @return a changed copy
     */
    public ServerLimits perAddress(int most) {
        return with(changed -> changed.perAddress = most);
    }

    /**
     * Changes how many sessions one user may have.
     *
     * @param most 1 or more; 0 for no limit per user
     * @return a changed copy
     */
    public ServerLimits perUser(int most) {
        return with(changed -> changed.perUser = most);
    }

    /**
     * Changes how many wrong passwords a connection may send.
     *
     * @param most 1 or more
     * @return a changed copy
     */
    public ServerLimits loginAttempts(int most) {
        return with(changed -> changed.loginAttempts = most);
    }

    /**
     * Changes the delay before the answer to a first wrong password.
     *
     * @param first the delay; 0 for none
     * @return a changed copy
     */
    public ServerLimits loginDelay(Duration first) {
        return with(changed -> changed.loginDelay = first);
    }

    /**
     * Changes how long a connection may take to log in.
     *
     * @param longest more than 0
     * @return a changed copy
     */
    public ServerLimits loginTimeout(Duration longest) {
        return with(changed -> changed.loginTimeout = longest);
    }

    /**
     * Changes how long a session may be silent.
     *
     * @param longest more than 0
     * @return a changed copy
     */
    public ServerLimits idleTimeout(Duration longest) {
        return with(changed -> changed.idleTimeout = longest);
    }

    /**
     * Changes how long a transfer may stall.
     *
     * @param longest more than 0
     * @return a changed copy
     */
    public ServerLimits dataTimeout(Duration longest) {
        return with(changed -> changed.dataTimeout = longest);
    }

    /**
     * Changes how many bytes a command line may have.
     *
     * @param bytes 512 or more
     * @return a changed copy
     */
    public ServerLimits commandLength(int bytes) {
        return with(changed -> changed.commandLength = bytes);
    }

    /**
     * Changes the rates of each user.
     *
     * <pre>{@code
     * ServerLimits.DEFAULT.rates(1_000_000, 500_000)
     * }</pre>
     *
     * @param download bytes a second to the client; 0 for no limit
     * @param upload bytes a second from the client; 0 for no limit
     * @return a changed copy
     */
    public ServerLimits rates(long download, long upload) {
        return with(changed -> changed.rates = new Rates(download, upload));
    }

    private ServerLimits with(Consumer<Values> change) {
        var values = new Values(this);
        change.accept(values);
        return values.limits();
    }

    /** The limits while one of them is changed. */
    private static final class Values {

        private int connections;
        private int perAddress;
        private int perUser;
        private int loginAttempts;
        private Duration loginDelay;
        private Duration loginTimeout;
        private Duration idleTimeout;
        private Duration dataTimeout;
        private int commandLength;
        private Rates rates;

        Values(ServerLimits limits) {
            connections = limits.connections;
            perAddress = limits.perAddress;
            perUser = limits.perUser;
            loginAttempts = limits.loginAttempts;
            loginDelay = limits.loginDelay;
            loginTimeout = limits.loginTimeout;
            idleTimeout = limits.idleTimeout;
            dataTimeout = limits.dataTimeout;
            commandLength = limits.commandLength;
            rates = limits.rates;
        }

        ServerLimits limits() {
            return new ServerLimits(
                    connections,
                    perAddress,
                    perUser,
                    loginAttempts,
                    loginDelay,
                    loginTimeout,
                    idleTimeout,
                    dataTimeout,
                    commandLength,
                    rates);
        }
    }

    private static void atLeast(int least, int value, String what) {
        if (value < least) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "a limit of %d %s makes no sense: the least is %d", value, what, least));
        }
    }

    private static void positive(Duration limit, String what) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("a time limit of %s %s makes no sense".formatted(limit, what));
        }
    }
}
