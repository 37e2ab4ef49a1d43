package io.github.ftplab.internal.server.user;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Delays replies to wrong passwords by address, also across connections. */
public final class LoginThrottle {

    private static final int ADDRESSES = 10_000;
    private static final int MAX_FACTOR = 10;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private record Failures(int count, long lastAt) {}

    private final Duration firstDelay;
    private final Map<InetAddress, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Failures> eldest) {
            return size() > ADDRESSES;
        }
    };

    public LoginThrottle(Duration firstDelay) {
        this.firstDelay = firstDelay;
    }

    /** Counts a wrong password. {@return how long to delay the reply} */
    public synchronized Duration failed(InetAddress address) {
        var now = System.nanoTime();
        var earlier = failures.remove(address);
        int count = earlier == null || now - earlier.lastAt > FORGOTTEN_AFTER.toNanos() ? 1 : earlier.count + 1;
        failures.put(address, new Failures(count, now));
        var factor = count > Integer.SIZE - 2 ? MAX_FACTOR : Math.min(MAX_FACTOR, 1 << (count - 1));
        return firstDelay.multipliedBy(factor);
    }

    public synchronized void succeeded(InetAddress address) {
        failures.remove(address);
    }
}
