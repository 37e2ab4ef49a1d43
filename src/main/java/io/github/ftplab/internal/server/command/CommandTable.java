package io.github.ftplab.internal.server.command;

import io.github.ftplab.internal.server.data.DataTransfer;
import io.github.ftplab.internal.server.log.SessionRecorder;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.command.CommandFactory;
import org.jspecify.annotations.Nullable;

/** All commands that the server knows, by name, guarded. What is not in the table can't be run. */
public final class CommandTable implements CommandFactory {

    /** The names of RFC 775, which some clients still send. */
    private static final Map<String, String> OLD_NAMES =
            Map.of("XCWD", "CWD", "XCUP", "CDUP", "XMKD", "MKD", "XRMD", "RMD", "XPWD", "PWD");

    private final Map<String, CommandSpec> verbs = new TreeMap<>();
    private final SessionRecorder journal;

    public CommandTable(
            SessionCommands session, DataTransfer transfer, ZoneId listZone, boolean tls, SessionRecorder journal) {
        this.journal = journal;
        add(session.verbs());
        add(FileCommands.verbs());
        add(ConnectionCommands.verbs());
        add(HashCommands.verbs());
        add(new ListCommands(transfer, listZone).verbs());
        add(new TransferCommands(transfer).verbs());
        add(new StatusCommands(verbs, listZone).verbs());
        if (tls) {
            add(SecurityCommands.verbs());
        }
        OLD_NAMES.forEach((old, name) -> verbs.put(old, Objects.requireNonNull(verbs.get(name))));
    }

    private void add(List<CommandSpec> added) {
        added.forEach(verb -> verbs.put(verb.name(), verb));
    }

    /** {@return the command of this name, or null if there is none} */
    @Override
    public @Nullable Command getCommand(String name) {
        var verb = verbs.get(name);
        return verb == null ? null : new CommandDispatcher(verb, journal);
    }
}
