package io.github.ftplab.internal.server.command;

import io.github.ftplab.internal.server.control.ControlTlsFilter;
import org.jspecify.annotations.Nullable;

/** What must hold before a command runs, with the reply if it does not. */
enum Precondition {
    /** The control connection is under TLS where the server demands it. */
    TLS_IF_DEMANDED(550, "SSL/TLS required on the control channel."),
    /** Data connections are under TLS where the server demands it. */
    PROTECTED_DATA_IF_DEMANDED(550, "SSL/TLS required on the data channel."),
    LOGIN(530, "Log in with USER and PASS first."),
    NO_USER_YET(503, "%s comes before USER."),
    UNDER_TLS(503, "%s not allowed on insecure control connection."),
    NOT_UNDER_TLS(503, "Already using TLS."),
    /** EPSV ALL was not sent: NAT devices may rely on it (RFC 2428, section 4). */
    NO_EPSV_ALL(501, "%s not allowed after EPSV ALL.");

    private final int code;
    private final String text;

    /** @param text the reply, with {@code %s} for the command */
    Precondition(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** Replies if it does not hold. {@return whether it holds} */
    boolean check(CommandContext x) {
        boolean met = holds(x);
        if (!met) {
            x.reply(code, text(x));
        }
        return met;
    }

    private boolean holds(CommandContext x) {
        return switch (this) {
            case TLS_IF_DEMANDED -> !isTlsDemanded(x) || isUnderTls(x);
            case PROTECTED_DATA_IF_DEMANDED ->
                !isTlsDemanded(x) || x.control().data().isSecure();
            case LOGIN -> x.control().account() != null;
            case NO_USER_YET -> x.control().account() == null && x.control().claimedName() == null;
            case UNDER_TLS -> isUnderTls(x);
            case NOT_UNDER_TLS -> !isUnderTls(x);
            case NO_EPSV_ALL -> !x.state().isExtendedPassiveOnly();
        };
    }

    private String text(CommandContext x) {
        return this == LOGIN && x.isRemoved()
                ? "This user was removed; log in as another one."
                : text.formatted(x.request().getCommand());
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
