package io.github.ftplab.internal.server.command;

import static io.github.ftplab.internal.server.command.CommandSpec.command;

import io.github.ftplab.internal.fault.CommandNames;
import io.github.ftplab.internal.protocol.SecretCommands;
import io.github.ftplab.internal.server.control.CommandLine;
import io.github.ftplab.internal.server.data.DataTransfer;
import io.github.ftplab.internal.server.log.SessionRecorder;
import io.github.ftplab.internal.server.manners.ServerManners;
import io.github.ftplab.internal.server.settings.CommandCheck;
import io.github.ftplab.internal.server.settings.ServerSettings;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.command.CommandFactory;
import org.jspecify.annotations.Nullable;

/**
 * All commands of the server by name. They run only through {@link CommandDispatcher}, which checks their
 * preconditions.
 */
public final class CommandTable implements CommandFactory {

    private final Map<String, CommandSpec> specs = new TreeMap<>();
    private final SessionRecorder recorder;
    private final @Nullable ServerManners manners;

    /**
     * Creates the commands.
     *
     * @param tls whether the server has TLS
     * @param manners the server that is imitated, or null
     */
    public CommandTable(
            SessionCommands session,
            DataTransfer transfer,
            ServerSettings settings,
            boolean tls,
            SessionRecorder recorder,
            @Nullable ServerManners manners) {
        this.recorder = recorder;
        this.manners = manners;
        add(session);
        add(new FileCommands());
        add(new ConnectionCommands());
        add(new HashCommands());
        add(new ListCommands(transfer, settings.listZone()));
        add(new TransferCommands(transfer, settings.syncUploads()));
        add(new OptionCommands(specs));
        add(new StatusCommands(specs, settings.listZone()));
        if (tls) {
            add(new SecurityCommands());
        }
        for (int i = settings.checks().size() - 1; i >= 0; i--) {
            check(settings.checks().get(i));
        }
        for (var old : CommandNames.OLD.entrySet()) {
            specs.put(old.getKey(), Objects.requireNonNull(specs.get(old.getValue())));
        }
        if (manners != null) {
            if (manners.hasDirectoryStyles()) {
                add(ListCommands.directoryStyle());
            }
            manners.removeLacking(specs.keySet());
        }
    }

    /** Lets a check come before a command, which may be one that there is not otherwise. */
    private void check(CommandCheck check) {
        var spec = specs.get(check.verb());
        if (spec == null) {
            spec = command(check.verb())
                    .needs(Precondition.LOGIN)
                    .optional("")
                    .runs(refused(check.verb()).action());
        }
        specs.put(check.verb(), spec.after(check));
    }

    private void add(CommandSpec.Group group) {
        for (var row : group.rows()) {
            add(row.runs(group));
        }
    }

    private void add(CommandSpec spec) {
        specs.put(spec.name(), spec);
    }

    @Override
    public Command getCommand(String name) {
        var spec = specs.get(name);
        return new CommandDispatcher(spec == null ? refused(name) : spec, recorder, manners);
    }

    /** {@return what is done about a line that is no command} It uses up the offset of REST like any other. */
    private static CommandSpec refused(String name) {
        return command(name).optional("").runs(x -> {
            switch (name) {
                case CommandLine.TOO_LONG -> x.reply(500, "The command is too long.");
                case CommandLine.UNREADABLE -> x.reply(501, "The command is not in UTF-8.");
                default -> {
                    var shown = SecretCommands.masked(name);
                    x.reply(500, "Command \"" + shown + "\" not understood; HELP lists the commands.");
                }
            }
        });
    }
}
