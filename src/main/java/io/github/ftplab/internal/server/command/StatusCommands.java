package io.github.ftplab.internal.server.command;

import static io.github.ftplab.internal.server.command.CommandSpec.command;
import static io.github.ftplab.internal.server.command.Precondition.LOGIN;

import io.github.ftplab.Permission;
import io.github.ftplab.internal.protocol.HostPort;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Commands that query the server's state (RFC 959, section 4.1.3; RFC 2389; AVBL of draft-peterson-streamlined-ftp).
 */
final class StatusCommands implements CommandSpec.Group {

    private final Map<String, CommandSpec> table;
    private final ZoneId zone;

    /** The lines of HELP and SITE HELP, formatted once. */
    private final Map<String, List<String>> names = new ConcurrentHashMap<>();

    /**
     * @param table all commands by name, for HELP; commands may be added later
     * @param zone the time zone of STAT's listings
     */
    StatusCommands(Map<String, CommandSpec> table, ZoneId zone) {
        this.table = table;
        this.zone = zone;
    }

    @Override
    public List<CommandSpec.Row> rows() {
        return List.of(
                command("NOOP").note("does nothing").keepingRestart(),
                command("SYST"),
                command("STAT").optional("path").keepingRestart(),
                command("HELP").optional("command"),
                command("ALLO")
                        .needs(LOGIN)
                        .argument("bytes")
                        .note("only checks the quota")
                        .keepingRestart(),
                command("ACCT").needs(LOGIN).argument("account").note("not needed here"),
                command("AVBL").needs(LOGIN).permission(Permission.LIST).optional("directory"),
                command("SITE").argument("command"),
                command("SITE QUOTA").needs(LOGIN),
                command("SITE HELP").optional("command"));
    }

    @Override
    public void run(String command, CommandContext x) throws IOException {
        switch (command) {
            case "NOOP" -> x.reply(200, "OK.");
            case "SYST" -> x.reply(215, "UNIX Type: L8");
            case "STAT" -> status(x);
            case "HELP" -> help(x, x.argument());
            case "ALLO" -> allocate(x);
            case "ACCT" -> x.reply(202, "No account is needed.");
            case "AVBL" -> {
                var directory = FileCommands.existing(x, x.argument());
                x.reply(213, String.valueOf(directory.usableSpace()));
            }
            case "SITE" -> {}
            case "SITE QUOTA" -> quota(x);
            case "SITE HELP" -> help(x, x.request().hasArgument() ? "SITE " + x.argument() : "SITE");
            default -> throw new IllegalArgumentException(command);
        }
    }

    /** Space is never reserved, but an upload that can't succeed is refused before it begins. */
    private static void allocate(CommandContext x) throws IOException {
        var quota = x.account().home().quota();
        if (quota != null && bytes(x.argument()) > quota.free()) {
            x.reply(
                    552,
                    String.format(
                            Locale.ROOT,
                            "Only %d bytes are left of your quota of %d bytes.",
                            quota.free(),
                            quota.limit()));
        } else {
            x.reply(202, "No storage allocation necessary.");
        }
    }

    /** {@return the number that the argument of ALLO begins with} 0 if it is none, the largest if it is too large. */
    private static long bytes(String argument) {
        int end = argument.indexOf(' ');
        var text = end < 0 ? argument : argument.substring(0, end);
        long bytes = Text.number(text);
        return bytes >= 0 ? bytes : text.matches("[0-9]+") ? Long.MAX_VALUE : 0;
    }

    private static void quota(CommandContext x) throws IOException {
        var quota = x.account().home().quota();
        x.reply(
                200,
                quota == null
                        ? "You have no quota."
                        : String.format(Locale.ROOT, "%d of %d bytes are used.", quota.used(), quota.limit()));
    }

    private void help(CommandContext x, String argument) {
        var name = argument.toUpperCase(Locale.ROOT);
        var spec = table.get(name);
        if (name.isEmpty() || name.equals("SITE")) {
            x.reply(
                    214,
                    "The following commands are supported:",
                    names.computeIfAbsent(name, this::names),
                    "Use HELP with a command for its syntax.");
        } else if (spec != null) {
            x.reply(214, "Syntax: " + spec.usage());
        } else {
            x.reply(501, "Unrecognized " + (name.startsWith("SITE ") ? "SITE command." : "command."));
        }
    }

    private List<String> names(String prefix) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        var names = table.keySet().stream()
                .filter(name -> name.startsWith("SITE ") == prefix.equals("SITE"))
                .sorted(Comparator.naturalOrder())
                .toList();
        for (var name : names) {
            line.append("%-12s".formatted(name));
            if (line.length() >= 72) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
        }
        if (!line.isEmpty()) {
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** Without an argument, the state of the connection; with one, a listing over the control connection. */
    private void status(CommandContext x) throws IOException {
        var control = x.control();
        if (!x.request().hasArgument()) {
            x.reply(211, "FTP server status:", statusLines(x), "End of status.");
        } else if (control.account() == null) {
            x.reply(530, "Log in with USER and PASS first.");
        } else {
            statusOfFiles(x);
        }
    }

    private void statusOfFiles(CommandContext x) throws IOException {
        x.demandAnywhere(Permission.LIST);
        if (ListTarget.isGlob(x)) {
            x.reply(550, "Globbing not supported.");
        } else {
            var target = ListTarget.of(x);
            var format = ImitatedCommand.format(x, zone);
            MultilineReply.send(x, 213, "Status of %s:".formatted(x.argument()), "End of status.", lines -> {
                target.visit((directory, path, name) -> lines.write(format.line(directory.entry(path, name))));
            });
        }
    }

    private static List<String> statusLines(CommandContext x) {
        var control = x.control();
        var lines = new ArrayList<String>();
        lines.add("Connected to " + HostPort.text(control.local()) + " from " + HostPort.text(control.remote()));
        var account = control.account();
        var claimed = control.claimedName();
        lines.add(
                account != null
                        ? "Logged in as " + account.name()
                        : claimed != null ? "Waiting for the password of " + claimed : "Waiting for USER");
        lines.add("TYPE: %s; STRU: File; MODE: %s"
                .formatted(x.isAscii() ? "ASCII" : "Binary", x.state().isDeflated() ? "Zlib" : "Stream"));
        var running = control.running();
        if (running != null) {
            lines.add(String.format(
                    Locale.ROOT, "%s %s: %d bytes so far", running.command(), running.path(), running.bytes()));
        } else if (control.queue().isTransferring()) {
            lines.add("A transfer is running");
        } else {
            lines.add(control.data().isPrepared() ? "Data connection prepared" : "No data connection");
        }
        return lines;
    }
}
