package io.github.ftplab.internal.server.command;

import static io.github.ftplab.internal.server.command.CommandSpec.command;
import static io.github.ftplab.internal.server.command.Precondition.LOGIN;

import io.github.ftplab.Permission;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.server.data.DataTransfer;
import io.github.ftplab.internal.server.listing.DirectoryLister;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;

/** LIST, NLST (RFC 959), MLSD and MLST (RFC 3659). Listings are streamed. */
final class ListCommands implements CommandSpec.Group {

    private final DataTransfer transfer;

    private final ZoneId zone;

    /** @param zone the time zone of LIST's times; MLSD uses UTC */
    ListCommands(DataTransfer transfer, ZoneId zone) {
        this.transfer = transfer;
        this.zone = zone;
    }

    @Override
    public List<CommandSpec.Row> rows() {
        return List.of(
                row("LIST").optional("path"),
                row("NLST").optional("path"),
                row("MLSD").optional("directory"),
                row("MLST").optional("path"));
    }

    @Override
    public void run(String command, CommandContext x) throws IOException {
        switch (command) {
            case "LIST" -> list(x);
            case "NLST" -> names(x);
            case "MLSD" -> machineListing(x);
            case "MLST" -> machineEntry(x);
            default -> throw new IllegalArgumentException(command);
        }
    }

    private static CommandSpec.Row row(String name) {
        return command(name).needs(LOGIN).permission(Permission.LIST);
    }

    private void list(CommandContext x) throws IOException {
        var target = ListTarget.orNothing(x);
        var format = ImitatedCommand.format(x, zone);
        transfer.sendLines(x, lines -> {
            for (var line : format.heading()) {
                lines.write(line);
            }
            target.visit((directory, path, name) -> {
                lines.write(format.line(directory.entry(path, name)));
                count(x);
            });
        });
    }

    /** {@return SITE DIRSTYLE, by which IIS changes the format of LIST} */
    static CommandSpec directoryStyle() {
        return command("SITE DIRSTYLE").needs(LOGIN).runs(x -> {
            x.state().otherStyle(!x.state().isOtherStyle());
            x.reply(200, "MSDOS-like directory output is " + (x.state().isOtherStyle() ? "off" : "on"));
        });
    }

    private void names(CommandContext x) throws IOException {
        var target = ListTarget.orNothing(x);
        transfer.sendLines(
                x,
                lines -> target.visit((directory, path, name) -> {
                    lines.write(target.prefix() + Text.oneLine(name));
                    count(x);
                }));
    }

    /** Counts a line for those servers that tell how many there were. */
    private static void count(CommandContext x) {
        var imitated = x.imitated();
        if (imitated != null) {
            imitated.countLine();
        }
    }

    private void machineListing(CommandContext x) throws IOException {
        var directory = FileCommands.existing(x, x.argument());
        if (!directory.isDirectory()) {
            x.reply(501, "%s: No such directory; use MLST for a file.".formatted(x.argument()));
            return;
        }
        var format = x.state().facts();
        var grants = x.account().grants();
        transfer.sendLines(x, lines -> {
            try (var open = directory.openDirectory()) {
                DirectoryLister.visit(
                        open,
                        name -> true,
                        (parent, path, name) -> {
                            var entry = parent.entry(path, name);
                            var permissions = grants.at(() -> open.path().resolve(path), entry::isDirectory);
                            lines.write(format.line(entry, name, permissions));
                            count(x);
                        },
                        x.control().cancellation());
            }
        });
    }

    private static void machineEntry(CommandContext x) throws IOException {
        var path = FileCommands.existing(x, x.argument());
        var virtual = path.virtual();
        var entry = path.entry(FtpPath.name(virtual));
        var line = x.state().facts().line(entry, virtual, x.account().grants().at(path));
        x.reply(250, "Listing " + virtual, List.of(line), "End");
    }
}
