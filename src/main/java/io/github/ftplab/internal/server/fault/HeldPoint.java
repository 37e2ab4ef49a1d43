package io.github.ftplab.internal.server.fault;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.HeldSession;
import io.github.ftplab.ServerEvent;
import io.github.ftplab.Transcript;
import io.github.ftplab.internal.fault.SessionPoint.Stage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A session that is held, or was. Its command's thread waits in {@link #hold}. */
public final class HeldPoint implements HeldSession {

    /** How long {@link #step()} waits for the next message. */
    private static final Duration STEP = Duration.ofSeconds(2);

    private final FaultPlan plan;
    private final SessionFaults session;
    private SessionFaults.Place place = new SessionFaults.Place(Stage.CONNECT, "", "", "");
    private boolean held;
    private @Nullable String answer;

    HeldPoint(FaultPlan plan, SessionFaults session) {
        this.plan = plan;
        this.session = session;
    }

    SessionFaults session() {
        return session;
    }

    /**
     * Holds the session in this thread until somebody lets it go on, or it ends.
     *
     * @param valid whether the session is still to be held, asked once when others can find it here
     * @return the reply to send instead, or null
     */
    @Nullable
    String hold(SessionFaults.Place reached, BooleanSupplier valid) throws InterruptedException {
        synchronized (this) {
            place = reached;
            answer = null;
            held = true;
        }
        session.subject().injected("held " + reached);
        plan.beginHold(this);
        try {
            boolean stays = valid.getAsBoolean();
            synchronized (this) {
                notifyAll();
                while (held && stays) {
                    wait();
                }
                return answer;
            }
        } finally {
            synchronized (this) {
                held = false;
            }
            plan.endHold(this);
        }
    }

    private void letGo(@Nullable String reply) {
        // Before the thread goes on, so that nothing finds a session that is held and is not.
        plan.endHold(this);
        synchronized (this) {
            answer = reply;
            held = false;
            notifyAll();
        }
    }

    private synchronized void requireHeld(String what) {
        if (!held) {
            throw new IllegalStateException(
                    "cannot " + what + ": the session of " + client() + " is not held, it has gone on or ended");
        }
    }

    @Override
    public ServerEvent.Client client() {
        return session.subject().client();
    }

    @Override
    public synchronized String command() {
        return place.command();
    }

    @Override
    public synchronized String message() {
        return place.stage() == Stage.COMMAND ? place.command() : place.message();
    }

    @Override
    public synchronized String section() {
        return RfcSections.of(place.stage(), place.verb());
    }

    @Override
    public Transcript transcript() {
        return session.subject().said();
    }

    @Override
    public synchronized boolean isHeld() {
        return held;
    }

    @Override
    public void reply(String text) {
        requireNonNull(text, "text");
        requireHeld("reply");
        session.subject().injected("reply(\"" + text + "\")");
        letGo(text);
    }

    @Override
    public void dropData() {
        requireHeld("drop the data connection");
        session.subject().injected("dropData()");
        session.subject().dropData();
    }

    @Override
    public HeldSession step() {
        return step(STEP);
    }

    @Override
    public HeldSession step(Duration limit) {
        requireNonNull(limit, "limit");
        requireHeld("step");
        plan.arm(ArmedFault.step(this));
        letGo(null);
        long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
        try {
            synchronized (this) {
                long left;
                while (!held && (left = end - System.nanoTime()) > 0) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return this;
    }

    @Override
    public void resume() {
        plan.removeStep(this);
        letGo(null);
    }

    @Override
    public synchronized String toString() {
        return held
                ? client() + " held " + place + ": " + section()
                : client() + " has gone on since it was held " + place;
    }
}
