package io.github.ftplab.internal.server.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.ServerEvent;
import io.github.ftplab.Transcript;
import io.github.ftplab.internal.fault.FaultAction;
import io.github.ftplab.internal.fault.FaultRule;
import io.github.ftplab.internal.fault.SessionPoint;
import io.github.ftplab.internal.fault.SessionPoint.Stage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionFaultsTest {

    private static final SessionPoint PWD = new SessionPoint(Stage.COMMAND, "PWD", null, 0);

    private final FaultPlan plan = new FaultPlan();
    private final List<String> injected = new ArrayList<>();

    /** Otherwise a breakpoint that is set while a quick command begins would hold other clients too. */
    @Test
    void threadThatMustNotWaitDoesNot() {
        plan.breakAt(PWD, "breakAt");
        plan.add(rule(FaultAction.of(FaultAction.Kind.STALL), "stall"));
        plan.add(rule(FaultAction.of(FaultAction.Kind.REPLY, "500 No."), "reply"));
        var faults = new SessionFaults(plan, new IoThread());

        assertThat(faults.at(Stage.COMMAND, "PWD", "", ""))
                .extracting(FaultAction::text)
                .containsExactly("500 No.");
        assertThat(injected).containsExactly("reply");
        assertThat(plan.held()).isEmpty();
    }

    private static FaultRule rule(FaultAction action, String text) {
        return new FaultRule(PWD, action, 1, 0, text);
    }

    /** A session whose commands run on the thread that reads connections. */
    private final class IoThread implements FaultSubject {

        @Override
        public ServerEvent.Client client() {
            return ServerEvent.Client.of(1, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), "");
        }

        @Override
        public Transcript said() {
            return Transcript.of(Instant.EPOCH, List.of(), 0);
        }

        @Override
        public void injected(String text) {
            injected.add(text);
        }

        @Override
        public void dropData() {}

        @Override
        public boolean mayWait() {
            return false;
        }

        @Override
        public void suspendTimers() {}

        @Override
        public void resumeTimers() {}
    }
}
