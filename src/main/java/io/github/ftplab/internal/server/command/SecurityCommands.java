package io.github.ftplab.internal.server.command;

import static io.github.ftplab.internal.server.command.CommandSpec.command;
import static io.github.ftplab.internal.server.command.Precondition.LOGIN;
import static io.github.ftplab.internal.server.command.Precondition.NOT_UNDER_TLS;
import static io.github.ftplab.internal.server.command.Precondition.UNDER_TLS;

import io.github.ftplab.internal.server.control.ControlTlsFilter;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Commands that start and end TLS (RFC 2228; RFC 4217). */
public final class SecurityCommands implements CommandSpec.Group {

    /** The features of FEAT. AUTH SSL is the name from before the standard. */
    static final List<String> FEATURES = List.of("AUTH TLS", "AUTH SSL", "CCC", "PBSZ", "PROT");

    @Override
    public List<CommandSpec.Row> rows() {
        return List.of(
                command("AUTH").needs(NOT_UNDER_TLS).argument("TLS"),
                command("PBSZ").needs(UNDER_TLS).argument("0").keepingRestart(),
                command("PROT").needs(UNDER_TLS).argument("C or P").keepingRestart(),
                command("CCC").needs(LOGIN).note("continue without TLS"));
    }

    @Override
    public void run(String command, CommandContext x) throws IOException {
        switch (command) {
            case "AUTH" -> secure(x);
            case "PBSZ" -> bufferSize(x);
            case "PROT" -> protection(x);
            case "CCC" -> clear(x);
            default -> throw new IllegalArgumentException(command);
        }
    }

    private static void secure(CommandContext x) throws IOException {
        var filter = filter(x);
        var mechanism = x.argument().toUpperCase(Locale.ROOT);
        switch (mechanism) {
            case "TLS", "TLS-C" -> x.control().data().protect(null);
            case "TLS-P", "SSL" -> x.control().data().protect(filter.dataProtection());
            default -> {
                x.reply(504, "AUTH " + mechanism + " is not supported; use AUTH TLS.");
                return;
            }
        }
        SessionCommands.logOut(x);
        x.forget();
        // What was prepared in the clear may be an attacker's.
        x.control().data().close();
        filter.start(x.session(), x.prepared(234, "AUTH " + mechanism + " successful."));
    }

    /** TLS has no protection buffer, but RFC 4217, section 9 requires the command before PROT. */
    private static void bufferSize(CommandContext x) {
        filter(x).agreeOnBufferSize();
        x.reply(200, "PBSZ=0 successful.");
    }

    private static void protection(CommandContext x) {
        if (!filter(x).isBufferSizeAgreed()) {
            x.reply(503, "You must issue the PBSZ command prior to PROT.");
            return;
        }
        switch (x.argument().toUpperCase(Locale.ROOT)) {
            case "C" -> {
                if (filter(x).tls().demands().required()) {
                    x.reply(534, "This server requires encrypted data connections: use PROT P.");
                    return;
                }
                if (x.control().data().isSecure() && !x.control().queue().isTransferring()) {
                    // A client that has connected to a port which was prepared under TLS waits for the handshake.
                    x.control().data().close();
                }
                x.control().data().protect(null);
                x.reply(200, "Protection set to Clear.");
            }
            case "P" -> {
                x.control().data().protect(filter(x).dataProtection());
                x.reply(200, "Protection set to Private.");
            }
            case "S", "E" -> x.reply(536, "TLS does not support PROT " + x.argument() + "; use C or P.");
            default -> x.reply(504, "PROT " + x.argument() + " is not supported; use C or P.");
        }
    }

    private static void clear(CommandContext x) throws IOException {
        var filter = filter(x);
        if (!filter.isSecure()) {
            x.reply(533, "CCC needs a connection under TLS.");
        } else if (filter.tls().demands().required()) {
            x.reply(534, "This server requires TLS.");
        } else {
            // From now on an attacker can send commands, which must not use what was prepared under TLS.
            x.control().data().close();
            filter.end(x.session(), x.prepared(200, "Continuing without TLS."));
        }
    }

    /** Replies to REIN, which ends TLS (RFC 4217, section 13), except where TLS is implicit. */
    static void reinitialize(CommandContext x, int code, String text) throws IOException {
        var filter = ControlTlsFilter.of(x.session());
        if (filter != null && filter.isSecure() && !filter.tls().demands().implicit()) {
            x.control().data().protect(null);
            filter.end(x.session(), x.prepared(code, text));
        } else {
            x.reply(code, text);
        }
    }

    /** {@return whether a client's certificate stands for its password} */
    static boolean isLoginByCertificate(CommandContext x) {
        var filter = ControlTlsFilter.of(x.session());
        return filter != null && filter.tls().demands().loginByCertificate();
    }

    /** {@return the name in the client's certificate, if it has one} */
    static Optional<String> certifiedName(CommandContext x) {
        return filter(x).isSecure() ? filter(x).certifiedName() : Optional.empty();
    }

    private static ControlTlsFilter filter(CommandContext x) {
        var filter = ControlTlsFilter.of(x.session());
        if (filter == null) {
            throw new IllegalStateException("these commands are in the table only if the server has TLS");
        }
        return filter;
    }
}
