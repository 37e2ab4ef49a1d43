package io.github.ftplab.internal.server.control;

import io.github.ftplab.ServerLimits;
import io.github.ftplab.internal.protocol.ClientNetwork;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides which connections may stay. If all places are taken, a connection that has not logged in gives way to a new
 * one, so that nobody can use up all places without logging in.
 */
final class Admission {

    /** After this time a connection that has not logged in gives way even to one of an address with as many of them. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final ServerLimits limits;
    private final Set<ControlSession> sessions;

    /** @param sessions all open sessions */
    Admission(ServerLimits limits, Set<ControlSession> sessions) {
        this.limits = limits;
        this.sessions = sessions;
    }

    /** A connection without a login. */
    record Candidate<S>(S session, InetAddress network, Instant since) {}

    /** Admits a new session, and ends another one for it if necessary. {@return why it is refused, or null} */
    synchronized @Nullable String refusal(ControlSession added) {
        if (sessions.size() <= limits.connections() && limits.perAddress() == 0) {
            return null;
        }
        var staying = sessions.stream().filter(one -> !one.isLeaving()).toList();
        var address = added.remote().getAddress();
        if (limits.perAddress() > 0
                && staying.stream()
                                .filter(one -> ClientNetwork.isSame(one.remote().getAddress(), address))
                                .count()
                        > limits.perAddress()) {
            return "Too many connections from the same IP address: " + limits.perAddress() + " are open";
        }
        if (staying.size() > limits.connections()) {
            var candidates = staying.stream()
                    .filter(one -> one != added && one.account() == null)
                    .map(one -> new Candidate<>(one, network(one), one.since()))
                    .toList();
            if (!makeRoom(candidates, network(added), Instant.now(), ControlSession::giveWay)) {
                return "Too many connections: " + limits.connections() + " are open";
            }
        }
        return null;
    }

    /**
     * Ends one connection. A client that was chosen may log in at the same moment; then it stays, and the next is chosen.
     *
     * @param end ends a connection unless it has logged in, and tells whether it has
     * @return whether a connection was ended
     */
    static <S> boolean makeRoom(Collection<Candidate<S>> candidates, InetAddress added, Instant now, Predicate<S> end) {
        var left = new ArrayList<>(candidates);
        while (true) {
            var victim = victim(left, added, now);
            if (victim.isEmpty()) {
                return false;
            }
            if (end.test(victim.get().session())) {
                return true;
            }
            left.remove(victim.get());
        }
    }

    private static InetAddress network(ControlSession session) {
        return ClientNetwork.of(session.remote().getAddress());
    }

    /**
     * Chooses the connection that gives way to a new one: the oldest of the network that has the most of them, if these
     * are more than the new one's network then has; otherwise the oldest of all, if it has been silent for long.
     */
    static <S> Optional<Candidate<S>> victim(Collection<Candidate<S>> candidates, InetAddress added, Instant now) {
        var counts = new HashMap<InetAddress, Integer>();
        candidates.forEach(one -> counts.merge(one.network(), 1, Integer::sum));
        int most = counts.values().stream().mapToInt(count -> count).max().orElse(0);
        boolean crowded = most > counts.getOrDefault(added, 0) + 1;
        return candidates.stream()
                .filter(one -> crowded
                        ? counts.getOrDefault(one.network(), 0) == most
                        : one.since().isBefore(now.minus(SILENCE)))
                .min(Comparator.comparing(Candidate::since));
    }
}
