package io.github.ftplab.internal.server.user;

import io.github.ftplab.internal.protocol.ClientNetwork;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Slows down guessing of passwords, over all connections.
 *
 * <p>Replies to wrong passwords are delayed by address, whatever the user name, and are sent one after the other. The
 * passwords for one user from one address are checked one after the other too, and from the second wrong one on with a
 * growing pause between them, so that it does not help to leave without waiting for the reply. Whoever would have to
 * wait too long is sent away. Other users of the same address can log in at once meanwhile, and an address with users
 * who are logged in is delayed but never sent away.
 *
 * <p>A user who logs in takes back only the user's own wrong passwords. Thread-safe.
 */
public final class LoginThrottle {

    /** How many addresses, and users of addresses, are remembered. */
    private static final int CAPACITY = 10_000;

    private static final int MAX_FACTOR = 10;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    /** How long an attempt may wait for its turn, and a reply to a wrong password for being sent. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    /**
     * How many attempts on one user from one address may wait after a wrong password: each takes up a thread, even if the
     * client has gone. Without one, they wait for each other's checks only, and many may log in at once.
     */
    static final int MAX_WAITING = 64;

    /** How many attempts may wait in all, as an authenticator may have users of any name. */
    private static final int MAX_WAITING_IN_ALL = 512;

    /** The user of all names that don't exist. */
    private static final String NOBODY = "";

    private final Duration firstDelay;
    private final Duration maxWait;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Object, History> histories = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, History> eldest) {
            return size() > CAPACITY;
        }
    };
    private int waiting;
    private boolean closed;

    /** @param firstDelay the delay of the first wrong password; each further one doubles it, up to ten times */
    public LoginThrottle(Duration firstDelay) {
        this(firstDelay, MAX_WAIT);
    }

    LoginThrottle(Duration firstDelay, Duration maxWait) {
        this.firstDelay = firstDelay;
        this.maxWait = maxWait;
    }

    /**
     * Identifies a user of an address.
     *
     * @param user the name, or the digest of a long one, as a client determines how long names are
     */
    record Key(InetAddress network, String user) {

        /** Digests are longer, so that no name is equal to one. */
        static final int LONGEST_NAME = 64;

        static Key of(InetAddress network, @Nullable String user) {
            return new Key(network, user == null ? NOBODY : user.length() > LONGEST_NAME ? digest(user) : user);
        }

        /** Written out like {@link #hashCode}, as those of records have the JVM make dozens of classes at the first use. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && network.equals(that.network) && user.equals(that.user);
        }

        @Override
        public int hashCode() {
            return 31 * network.hashCode() + user.hashCode();
        }

        private static String digest(String name) {
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
                return "SHA-256 " + HexFormat.of().formatHex(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    /** The wrong passwords of an address, or those for one user from an address. */
    private static final class History {

        private final Condition turn;
        private int failures;
        private long lastAt = System.nanoTime();
        /** Of an address: when the last delayed reply is due. Of a user: when the next password may be checked. */
        private long freeAt = lastAt;
        /** Whether a password of this user is being checked. */
        private boolean busy;

        private int waiting;

        History(Condition turn) {
            this.turn = turn;
        }

        void fail(long now) {
            failures++;
            lastAt = now;
        }
    }

    /**
     * Waits until a password may be checked.
     *
     * @param user the user's name; null if there is no such user
     * @param populated whether users of this address are logged in
     * @return the attempt, which must be ended, or empty if it would have to wait too long or the server is closed
     */
    public Optional<Attempt> begin(InetAddress address, @Nullable String user, BooleanSupplier populated)
            throws InterruptedException {
        var network = ClientNetwork.of(address);
        lock.lockInterruptibly();
        try {
            var key = Key.of(network, user);
            var history = history(key);
            if (!isTurn(history) && !(mayWait(history) && await(history, populated))) {
                return Optional.empty();
            }
            history.busy = true;
            return closed ? Optional.empty() : Optional.of(new Attempt(key, history, populated));
        } finally {
            lock.unlock();
        }
    }

    private boolean isTurn(History history) {
        return closed || (!history.busy && history.freeAt - System.nanoTime() <= 0);
    }

    private boolean mayWait(History history) {
        return waiting < MAX_WAITING_IN_ALL && (history.failures == 0 || history.waiting < MAX_WAITING);
    }

    /** {@return how many attempts are waiting} */
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the turn of an attempt. {@return whether it may be made} */
    private boolean await(History history, BooleanSupplier populated) throws InterruptedException {
        long end = System.nanoTime() + maxWait.toNanos();
        history.waiting++;
        waiting++;
        try {
            while (!isTurn(history)) {
                long now = System.nanoTime();
                if (end - now <= 0) {
                    return populated.getAsBoolean();
                }
                history.turn.awaitNanos((history.busy ? end : Math.min(end, history.freeAt)) - now);
            }
            return true;
        } finally {
            history.waiting--;
            waiting--;
            if (!history.busy) {
                // This attempt may have been woken for a turn that it does not take.
                history.turn.signal();
            }
        }
    }

    private History history(Object key) {
        var history = histories.computeIfAbsent(key, absent -> new History(lock.newCondition()));
        if (System.nanoTime() - history.lastAt > FORGOTTEN_AFTER.toNanos()) {
            history.failures = 0;
        }
        return history;
    }

    private long delay(int failures) {
        var factor = failures > Integer.SIZE - 2 ? MAX_FACTOR : Math.min(MAX_FACTOR, 1 << (failures - 1));
        return firstDelay.multipliedBy(factor).toNanos();
    }

    /** Ends all waiting. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (var history : histories.values()) {
                history.turn.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A password that is being checked. */
    public final class Attempt implements AutoCloseable {

        private final Key key;
        private final History user;
        private final BooleanSupplier populated;
        private boolean ended;

        private Attempt(Key key, History user, BooleanSupplier populated) {
            this.key = key;
            this.user = user;
            this.populated = populated;
        }

        /** The password is right. */
        public void succeed() {
            lock.lock();
            try {
                var address = histories.get(key.network());
                if (address != null) {
                    address.failures = Math.max(0, address.failures - user.failures);
                }
                user.failures = 0;
            } finally {
                lock.unlock();
            }
        }

        /** The password is wrong. {@return how long to delay the reply; empty to send the client away} */
        public Optional<Duration> fail() {
            lock.lock();
            try {
                var address = history(key.network());
                long now = System.nanoTime();
                address.fail(now);
                if (!key.user().equals(NOBODY)) {
                    user.fail(now);
                    user.freeAt = user.failures < 2 ? now : now + delay(user.failures);
                }
                long wait = Math.max(0, address.freeAt - now) + delay(address.failures);
                if (wait > maxWait.toNanos()) {
                    return populated.getAsBoolean()
                            ? Optional.of(firstDelay.multipliedBy(MAX_FACTOR))
                            : Optional.empty();
                }
                address.freeAt = now + wait;
                return Optional.of(Duration.ofNanos(wait));
            } finally {
                end();
                lock.unlock();
            }
        }

        /** Lets the next attempt begin. Idempotent. */
        @Override
        public void close() {
            lock.lock();
            try {
                end();
            } finally {
                lock.unlock();
            }
        }

        private void end() {
            if (!ended) {
                ended = true;
                user.busy = false;
                user.turn.signal();
                if (user.failures == 0 && user.waiting == 0) {
                    histories.remove(key, user);
                }
            }
        }
    }
}
