package io.github.ftplab.internal.server.command;

import io.github.ftplab.internal.server.control.ControlTlsFilter;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What must hold before a command runs, with the reply if it does not. */
@SuppressWarnings("ImmutableEnumChecker") // the predicates have no state
enum Precondition {
    /** The control connection is under TLS where the server demands it. */
    TLS_IF_DEMANDED(550, "SSL/TLS required on the control channel.", x -> !isTlsDemanded(x) || isUnderTls(x)),
    /** Data connections are under TLS where the server demands it. */
    PROTECTED_DATA_IF_DEMANDED(
            550,
            "SSL/TLS required on the data channel.",
            x -> !isTlsDemanded(x) || x.control().data().isSecure()),
    LOGIN(530, "Log in with USER and PASS first.", x -> x.control().account() != null) {
        @Override
        String text(CommandContext x) {
            return x.isRemoved() ? "This user was removed; log in as another one." : super.text(x);
        }
    },
    NO_USER_YET(
            503,
            "%s comes before USER.",
            x -> x.control().account() == null && x.control().claimedName() == null),
    UNDER_TLS(503, "%s not allowed on insecure control connection.", Precondition::isUnderTls),
    NOT_UNDER_TLS(503, "Already using TLS.", x -> !isUnderTls(x)),
    /** EPSV ALL was not sent: NAT devices may rely on it (RFC 2428, section 4). */
    NO_EPSV_ALL(501, "%s not allowed after EPSV ALL.", x -> !x.state().isExtendedPassiveOnly());

    private final int code;
    private final String text;
    private final Predicate<CommandContext> holds;

    /** @param text the reply, with {@code %s} for the command */
    Precondition(int code, String text, Predicate<CommandContext> holds) {
        this.code = code;
        this.text = text;
        this.holds = holds;
    }

    /** Replies if it does not hold. {@return whether it holds} */
    boolean check(CommandContext x) {
        boolean met = holds.test(x);
        if (!met) {
            x.reply(code, text(x));
        }
        return met;
    }

    String text(CommandContext x) {
        return text.formatted(x.request().getCommand());
    }

    private static boolean isTlsDemanded(CommandContext x) {
        var filter = filter(x);
        return filter != null && filter.tls().demands().required();
    }

    private static boolean isUnderTls(CommandContext x) {
        var filter = filter(x);
        return filter != null && filter.isSecure();
    }

    private static @Nullable ControlTlsFilter filter(CommandContext x) {
        return ControlTlsFilter.of(x.session());
    }
}
