package io.github.ftplab.internal.server.command;

import static io.github.ftplab.internal.server.command.CommandSpec.command;
import static io.github.ftplab.internal.server.command.Precondition.LOGIN;
import static io.github.ftplab.internal.server.command.Precondition.NO_EPSV_ALL;
import static io.github.ftplab.internal.server.command.Precondition.PROTECTED_DATA_IF_DEMANDED;

import io.github.ftplab.internal.protocol.HostPort;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.server.file.FileFailures;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.ftpserver.ftplet.DataType;
import org.jspecify.annotations.Nullable;

/** Commands that prepare data connections and set transfer parameters (RFC 959, sections 3.2 and 4.1.2; RFC 2428). */
final class ConnectionCommands implements CommandSpec.Group {

    /** The length of an IPv6 address with an embedded IPv4 address. */
    private static final int LONGEST_ADDRESS = 45;

    private static final int FIRST_UNPRIVILEGED_PORT = 1024;

    private static final int LAST_PORT = 65_535;

    @Override
    public List<CommandSpec.Row> rows() {
        return List.of(
                command("PASV")
                        .needs(PROTECTED_DATA_IF_DEMANDED, LOGIN, NO_EPSV_ALL)
                        .keepingRestart(),
                command("EPSV")
                        .needs(PROTECTED_DATA_IF_DEMANDED, LOGIN)
                        .optional("1, 2 or ALL")
                        .keepingRestart(),
                command("PORT")
                        .needs(PROTECTED_DATA_IF_DEMANDED, LOGIN, NO_EPSV_ALL)
                        .argument("h1,h2,h3,h4,p1,p2")
                        .keepingRestart(),
                command("EPRT")
                        .needs(PROTECTED_DATA_IF_DEMANDED, LOGIN, NO_EPSV_ALL)
                        .argument("|1 or 2|address|port|")
                        .keepingRestart(),
                command("TYPE").needs(LOGIN).argument("A, I or L 8").keepingRestart(),
                command("MODE").needs(LOGIN).argument("S or Z").keepingRestart(),
                command("STRU").needs(LOGIN).argument("F").keepingRestart());
    }

    @Override
    public void run(String command, CommandContext x) throws IOException {
        switch (command) {
            case "PASV" -> passive(x);
            case "EPSV" -> extendedPassive(x);
            case "PORT" -> active(x);
            case "EPRT" -> extendedActive(x);
            case "TYPE" -> type(x);
            case "MODE" -> mode(x);
            case "STRU" -> structure(x);
            default -> throw new IllegalArgumentException(command);
        }
    }

    private static void passive(CommandContext x) {
        var own = x.control().local().getAddress();
        var masquerade = x.control().data().network().masquerade();
        var named = masquerade == null ? own : masquerade;
        if (!(own instanceof Inet4Address)) {
            x.reply(425, "PASV supports IPv4 only; use EPSV.");
            return;
        }
        try {
            int port = x.control().data().listen().getPort();
            var numbers = named.getHostAddress().replace('.', ',') + "," + (port >> 8) + "," + (port & 255);
            x.reply(227, "Entering passive mode (" + numbers + ").");
        } catch (IOException e) {
            x.reply(425, "Can't listen for a data connection: %s.".formatted(FileFailures.reason(e)));
        }
    }

    private static void extendedPassive(CommandContext x) {
        var own = protocol(x.control().local().getAddress());
        switch (x.argument().toUpperCase(Locale.ROOT)) {
            case "" -> listenForAny(x);
            case "ALL" -> {
                x.state().setExtendedPassiveOnly();
                x.reply(200, "From now on only EPSV is accepted for data connections.");
            }
            case "1", "2" -> {
                if (x.argument().equals(own)) {
                    listenForAny(x);
                } else {
                    x.reply(522, "Network protocol not supported (use %s).".formatted(own));
                }
            }
            default -> x.reply(501, "Unknown network protocol (use %s).".formatted(own));
        }
    }

    private static void listenForAny(CommandContext x) {
        try {
            int port = x.control().data().listen().getPort();
            x.reply(229, "Entering extended passive mode (|||" + port + "|).");
        } catch (IOException e) {
            x.reply(425, "Can't listen for a data connection: %s.".formatted(FileFailures.reason(e)));
        }
    }

    private static void active(CommandContext x) throws IOException {
        var numbers = x.argument().split(",", -1);
        var all = new int[6];
        boolean valid = numbers.length == all.length;
        for (int i = 0; valid && i < all.length; i++) {
            long number = numbers[i].length() <= 3 ? Text.number(numbers[i]) : -1;
            valid = number >= 0 && number <= 255;
            all[i] = (int) number;
        }
        if (!valid) {
            x.reply(501, "Invalid PORT format.");
            return;
        }
        var octets = new byte[] {(byte) all[0], (byte) all[1], (byte) all[2], (byte) all[3]};
        activate(x, "PORT", InetAddress.getByAddress(octets), all[4] << 8 | all[5]);
    }

    private static void extendedActive(CommandContext x) throws IOException {
        var parts = x.argument().substring(1).split(Pattern.quote(x.argument().substring(0, 1)), -1);
        long port = parts.length == 4 ? Text.number(parts[2]) : -1;
        if (port < 0 || port > LAST_PORT) {
            x.reply(501, "Invalid EPRT format.");
            return;
        }
        var own = protocol(x.control().local().getAddress());
        if (!parts[0].equals(own)) {
            x.reply(522, "Network protocol not supported (use %s).".formatted(own));
            return;
        }
        var address = literal(parts[1], own.equals("2"));
        if (address != null) {
            activate(x, "EPRT", address, (int) port);
        } else if (own.equals("2")) {
            x.reply(501, "Rejected data connection to foreign address " + parts[1] + ": not a numeric address.");
        } else {
            x.reply(501, "Invalid EPRT format.");
        }
    }

    /**
     * Parses a numeric address. Host names are not resolved: a client could make the server send DNS queries of its
     * choice.
     */
    private static @Nullable InetAddress literal(String text, boolean six) throws IOException {
        boolean numbers = text.length() <= LONGEST_ADDRESS
                && (six ? text.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*") : text.matches("(\\d{1,3}\\.){3}\\d{1,3}"));
        if (!numbers) {
            return null;
        }
        try {
            var address = InetAddress.getByName(text);
            return six == address instanceof Inet6Address ? address : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /**
     * Connects to the client's own address and an unprivileged port only, which prevents bounce attacks (RFC 2577).
     * Unlike in RFC 959 it connects at once, not when the transfer begins, as pyftpdlib does.
     */
    private static void activate(CommandContext x, String command, InetAddress address, int port) {
        var control = x.control();
        var network = control.data().network();
        var client = control.remote().getAddress();
        boolean foreign = !address.equals(client);
        if (foreign && !network.foreignAddresses()) {
            x.record("%s to foreign address %s refused.".formatted(command, HostPort.literal(address)));
            x.reply(501, "Rejected data connection to foreign address %s.".formatted(HostPort.text(address, port)));
        } else if (port == 0 || (port < FIRST_UNPRIVILEGED_PORT && !network.privilegedPorts())) {
            x.record(String.format(Locale.ROOT, "%s to privileged port %d refused.", command, port));
            x.reply(
                    501,
                    String.format(
                            Locale.ROOT,
                            "Rejected data connection to privileged port %d; use one from 1024 on.",
                            port));
        } else {
            try {
                // A link-local IPv6 address needs a zone, which the control connection's address has.
                control.data().connect(x.connectsFrom(), new InetSocketAddress(foreign ? address : client, port));
                x.reply(200, "Active data connection established.");
            } catch (IOException e) {
                x.reply(425, "Can't connect to the specified address: " + FileFailures.reason(e) + ".");
            }
        }
    }

    private static void type(CommandContext x) {
        switch (x.argument().toUpperCase(Locale.ROOT)) {
            case "A", "A N", "L7", "L 7" -> {
                x.session().setDataType(DataType.ASCII);
                x.reply(200, "Type set to: ASCII.");
            }
            case "I", "L8", "L 8" -> {
                x.session().setDataType(DataType.BINARY);
                x.reply(200, "Type set to: Binary.");
            }
            default -> x.reply(504, "Unsupported type \"%s\"; use A (ASCII) or I (binary).".formatted(x.argument()));
        }
    }

    private static void mode(CommandContext x) {
        var mode = x.argument().toUpperCase(Locale.ROOT);
        if (ImitatedCommand.isLacking(x, "MODE " + mode)) {
            x.reply(504, "Unimplemented MODE type; use S (stream).");
            return;
        }
        switch (mode) {
            case "S", "Z" -> {
                x.state().deflated(x.argument().equalsIgnoreCase("Z"));
                x.reply(200, x.state().isDeflated() ? "Transfer mode set to: Z (zlib)." : "Transfer mode set to: S.");
            }
            case "B", "C" -> x.reply(504, "Unimplemented MODE type; use S (stream) or Z (zlib).");
            default -> x.reply(501, "Unrecognized MODE type; use S (stream) or Z (zlib).");
        }
    }

    private static void structure(CommandContext x) {
        switch (x.argument().toUpperCase(Locale.ROOT)) {
            case "F" -> x.reply(200, "File transfer structure set to: F.");
            case "P", "R" -> x.reply(504, "Unimplemented STRU type; use F (file).");
            default -> x.reply(501, "Unrecognized STRU type; use F (file).");
        }
    }

    private static String protocol(InetAddress address) {
        return address instanceof Inet4Address ? "1" : "2";
    }
}
