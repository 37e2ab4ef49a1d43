package io.github.ftplab.internal.server.command;

import io.github.ftplab.internal.server.command.CommandSpec.Argument;
import io.github.ftplab.internal.server.control.ControlTlsFilter;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Commands that turn TLS on and off (RFC 2228; RFC 4217). */
public final class SecurityCommands {

    /** What FEAT offers. AUTH SSL is what it was called before it was standardized. */
    static final List<String> FEATURES = List.of("AUTH TLS", "AUTH SSL", "CCC", "PBSZ", "PROT");

    private SecurityCommands() {}

    static List<CommandSpec> verbs() {
        return List.of(
                new CommandSpec("AUTH", null, false, Argument.REQUIRED, "AUTH <SP> TLS", SecurityCommands::secure),
                new CommandSpec("PBSZ", null, false, Argument.REQUIRED, "PBSZ <SP> 0", SecurityCommands::bufferSize),
                new CommandSpec(
                        "PROT", null, false, Argument.REQUIRED, "PROT <SP> C or P", SecurityCommands::protection),
                new CommandSpec("CCC", null, true, Argument.NONE, "CCC (go on without TLS)", SecurityCommands::clear));
    }

    private static void secure(CommandContext x) throws IOException {
        var control = control(x);
        var mechanism = x.argument().toUpperCase(Locale.ROOT);
        if (control.isSecure()) {
            x.reply(503, "Already using TLS.");
            return;
        }
        switch (mechanism) {
            case "TLS", "TLS-C" -> x.peer().data().protect(null);
            case "TLS-P", "SSL" -> x.peer().data().protect(control.dataProtection());
            default -> {
                x.reply(504, "AUTH " + mechanism + " is not known; there is AUTH TLS.");
                return;
            }
        }
        SessionCommands.logOut(x);
        x.forget();
        control.start(x.session(), () -> x.replyNow(234, "AUTH " + mechanism + " successful."));
    }

    /** TLS has no buffers to agree on, but RFC 4217, section 8 wants to see the command before PROT. */
    private static void bufferSize(CommandContext x) {
        if (isSecure(x, "PBSZ")) {
            control(x).agreeOnBufferSize();
            x.reply(200, "PBSZ=0 successful.");
        }
    }

    private static void protection(CommandContext x) {
        if (!isSecure(x, "PROT")) {
            return;
        }
        if (!control(x).isBufferSizeAgreed()) {
            x.reply(503, "You must issue the PBSZ command prior to PROT.");
            return;
        }
        switch (x.argument().toUpperCase(Locale.ROOT)) {
            case "C" -> {
                if (control(x).tls().demands().required()) {
                    x.reply(534, "Data must be protected here: PROT P.");
                    return;
                }
                x.peer().data().protect(null);
                x.reply(200, "Protection set to Clear.");
            }
            case "P" -> {
                x.peer().data().protect(control(x).dataProtection());
                x.reply(200, "Protection set to Private.");
            }
            case "S", "E" -> x.reply(536, "TLS has no PROT " + x.argument() + "; use C or P.");
            default -> x.reply(504, "PROT " + x.argument() + " is not known; use C or P.");
        }
    }

    private static void clear(CommandContext x) throws IOException {
        var control = control(x);
        if (!control.isSecure()) {
            x.reply(533, "CCC is for connections under TLS.");
        } else if (control.tls().demands().required()) {
            x.reply(534, "TLS is required here, so it stays.");
        } else {
            control.end(x.session(), () -> x.replyNow(200, "Going on without TLS."));
        }
    }

    /** Answers REIN, which ends TLS (RFC 4217, section 11) unless the port has nothing else. */
    static void reinitialize(CommandContext x, int code, String text) throws IOException {
        var control = ControlTlsFilter.of(x.session());
        if (control != null && control.isSecure() && !control.tls().demands().implicit()) {
            x.peer().data().protect(null);
            control.end(x.session(), () -> x.replyNow(code, text));
        } else {
            x.reply(code, text);
        }
    }

    private static boolean isSecure(CommandContext x, String command) {
        if (control(x).isSecure()) {
            return true;
        }
        x.reply(503, command + " not allowed on insecure control connection.");
        return false;
    }

    private static ControlTlsFilter control(CommandContext x) {
        var control = ControlTlsFilter.of(x.session());
        if (control == null) {
            throw new IllegalStateException("these commands are in the table only if TLS is on");
        }
        return control;
    }

    /** {@return why a command may not run without TLS, or null if it may} */
    static @Nullable String refusal(CommandContext x) {
        var control = ControlTlsFilter.of(x.session());
        if (control == null || !control.tls().demands().required()) {
            return null;
        }
        return switch (x.request().getCommand()) {
            case "USER", "PASS" -> control.isSecure() ? null : "SSL/TLS required on the control channel.";
            case "PASV", "EPSV", "PORT", "EPRT" ->
                x.peer().data().isSecure() ? null : "SSL/TLS required on the data channel.";
            default -> null;
        };
    }
}
