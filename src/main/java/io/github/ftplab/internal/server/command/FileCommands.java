package io.github.ftplab.internal.server.command;

import static io.github.ftplab.internal.server.command.CommandSpec.command;
import static io.github.ftplab.internal.server.command.Precondition.LOGIN;

import io.github.ftplab.Permission;
import io.github.ftplab.ServerEvent;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.FtpTime;
import io.github.ftplab.internal.protocol.UnixMode;
import io.github.ftplab.internal.server.file.FileFailures;
import io.github.ftplab.internal.server.file.HomePath;
import io.github.ftplab.internal.server.user.MissingPermissionException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Commands on files and directories without a data connection (RFC 959, section 4.1; RFC 3659). */
public final class FileCommands implements CommandSpec.Group {

    /** How far the time of a file may be from what was set: FAT stores even seconds. */
    private static final Duration COARSEST_TIME = Duration.ofSeconds(2);

    @Override
    public List<CommandSpec.Row> rows() {
        return List.of(
                command("PWD").needs(LOGIN),
                command("CWD")
                        .needs(LOGIN)
                        .permission(Permission.CHANGE_DIRECTORY)
                        .optional("directory"),
                command("CDUP")
                        .needs(LOGIN)
                        .permission(Permission.CHANGE_DIRECTORY)
                        .note("to the parent directory"),
                command("MKD")
                        .needs(LOGIN)
                        .permission(Permission.MAKE_DIRECTORY)
                        .argument("directory"),
                command("RMD").needs(LOGIN).permission(Permission.DELETE).argument("directory"),
                command("DELE").needs(LOGIN).permission(Permission.DELETE).argument("file"),
                command("RNFR")
                        .needs(LOGIN)
                        .permission(Permission.RENAME)
                        .argument("name")
                        .note("then RNTO"),
                command("RNTO")
                        .needs(LOGIN)
                        .permission(Permission.RENAME)
                        .argument("new name")
                        .note("after RNFR"),
                command("SIZE")
                        .needs(LOGIN)
                        .permission(Permission.LIST)
                        .argument("file")
                        .keepingRestart(),
                command("MDTM")
                        .needs(LOGIN)
                        .permission(Permission.LIST)
                        .argument("file")
                        .keepingRestart(),
                command("MFMT").needs(LOGIN).permission(Permission.CHANGE_TIME).argument("YYYYMMDDHHMMSS <SP> file"),
                command("SITE CHMOD")
                        .needs(LOGIN)
                        .permission(Permission.CHANGE_MODE)
                        .argument("mode <SP> file"));
    }

    @Override
    public void run(String command, CommandContext x) throws IOException {
        switch (command) {
            case "PWD" -> workingDirectory(x);
            case "CWD" -> changeDirectory(x, x.request().hasArgument() ? x.argument() : "/");
            case "CDUP" -> changeDirectory(x, "..");
            case "MKD" -> makeDirectory(x);
            case "RMD" -> removeDirectory(x);
            case "DELE" -> delete(x);
            case "RNFR" -> renameFrom(x);
            case "RNTO" -> renameTo(x);
            case "SIZE" -> size(x);
            case "MDTM" -> modified(x);
            case "MFMT" -> modify(x);
            case "SITE CHMOD" -> changeMode(x);
            default -> throw new IllegalArgumentException(command);
        }
    }

    private static void workingDirectory(CommandContext x) {
        x.reply(257, FtpPath.quoted(x.state().workingDirectory()) + " is the current directory.");
    }

    private static void changeDirectory(CommandContext x, String argument) throws IOException {
        var virtual = x.virtual(argument);
        var directory = existing(x, argument);
        if (!directory.isDirectory()) {
            throw new AccessDeniedException(virtual, null, "Not a directory");
        }
        if (!directory.isEnterable()) {
            throw new AccessDeniedException(virtual);
        }
        x.state().changeWorkingDirectory(virtual);
        x.reply(250, FtpPath.quoted(virtual) + " is the current directory.");
    }

    private static void makeDirectory(CommandContext x) throws IOException {
        var virtual = x.virtual(x.argument());
        x.entry(x.argument()).makeDirectory();
        x.recorder()
                .changed(x.control().client(), (time, client) -> ServerEvent.MakeDirectory.of(time, client, virtual));
        x.reply(257, FtpPath.quoted(virtual) + " directory created.");
    }

    private static void removeDirectory(CommandContext x) throws IOException {
        var directory = notHome(x, x.argument(), "remove root directory");
        if (!directory.attributes().isDirectory()) {
            throw new AccessDeniedException(x.argument(), null, "Not a directory; DELE removes files");
        }
        directory.delete();
        deleted(x);
        x.reply(250, "Directory removed.");
    }

    private static void delete(CommandContext x) throws IOException {
        var file = notHome(x, x.argument(), "remove root directory");
        if (file.attributes().isDirectory()) {
            throw new AccessDeniedException(x.argument(), null, "Is a directory; RMD removes directories");
        }
        file.delete();
        deleted(x);
        x.reply(250, "File removed.");
    }

    private static void deleted(CommandContext x) {
        var virtual = x.virtual(x.argument());
        x.recorder().changed(x.control().client(), (time, client) -> ServerEvent.Delete.of(time, client, virtual));
    }

    private static void renameFrom(CommandContext x) throws IOException {
        renamable(x, x.argument());
        x.state().renameFrom(x.virtual(x.argument()));
        x.reply(350, "Ready for the new name.");
    }

    private static void renameTo(CommandContext x) throws IOException {
        var from = x.renameFrom();
        if (from == null) {
            x.reply(503, "Bad sequence of commands: use RNFR first.");
            return;
        }
        var target = notHome(x, x.argument(), "replace home directory");
        if (target.exists()) {
            // Replacing a file deletes it, which needs that permission too.
            x.demand(Permission.DELETE, "RNTO over an existing file", target);
        }
        renamable(x, from).moveTo(target);
        var to = x.virtual(x.argument());
        x.recorder().changed(x.control().client(), (time, client) -> ServerEvent.Rename.of(time, client, from, to));
        x.reply(250, "Renamed.");
    }

    private static void size(CommandContext x) throws IOException {
        if (x.isAscii()) {
            x.reply(550, "SIZE not allowed in ASCII mode, as line ends change; send TYPE I first.");
            return;
        }
        x.reply(213, String.valueOf(retrievable(x).size()));
    }

    private static void modified(CommandContext x) throws IOException {
        var time = retrievable(x).lastModifiedTime().toInstant();
        x.reply(213, FtpTime.format(FtpTime.withinFourDigits(time)));
    }

    private static void modify(CommandContext x) throws IOException {
        var words = x.argument().split(" ", 2);
        if (words.length < 2) {
            x.reply(501, "Syntax error: MFMT needs a time and a file: MFMT YYYYMMDDHHMMSS file");
            return;
        }
        Instant time;
        try {
            time = FtpTime.parse(words[0]);
        } catch (DateTimeException e) {
            x.reply(501, "Invalid time format: use YYYYMMDDHHMMSS, in UTC.");
            return;
        }
        var file = existing(x, words[1]);
        var before = file.attributes().lastModifiedTime();
        file.setModified(FileTime.from(time));
        var now = file.attributes().lastModifiedTime().toInstant();
        if (Duration.between(now, time).abs().compareTo(COARSEST_TIME) > 0) {
            file.setModified(before);
            throw new FileSystemException(words[1], null, "The file system can't store this time");
        }
        x.reply(213, "Modify=%s; %s".formatted(words[0], words[1]));
    }

    private static void changeMode(CommandContext x) throws IOException {
        var words = x.argument().split(" ", 2);
        if (words.length < 2) {
            x.reply(501, "Syntax error: SITE CHMOD needs two arguments: SITE CHMOD 644 file");
            return;
        }
        if (!words[0].matches("0?[0-7]{3}")) {
            x.reply(501, "Invalid SITE CHMOD format: use three octal digits, such as 644; other bits can't be set.");
            return;
        }
        var mode = UnixMode.permissions(UnixMode.octal(words[0]));
        try {
            existing(x, words[1]).setMode(mode);
            x.reply(200, "SITE CHMOD successful.");
        } catch (UnsupportedOperationException e) {
            x.reply(504, "The server's file system does not support modes.");
        }
    }

    static HomePath existing(CommandContext x, String argument) throws IOException {
        return requireExisting(x.follow(argument), argument);
    }

    static HomePath existing(CommandContext x, String argument, Permission permission) throws IOException {
        return requireExisting(x.follow(argument, permission), argument);
    }

    private static HomePath requireExisting(HomePath path, String argument) throws IOException {
        if (!path.exists()) {
            throw new NoSuchFileException(argument);
        }
        return path;
    }

    /** Refuses directories, and FIFOs and devices, which could block forever when read. */
    private static HomePath regular(CommandContext x, String argument) throws IOException {
        var path = x.follow(argument);
        var attributes = path.attributes();
        if (!attributes.isRegularFile()) {
            throw HomePath.notRegular(argument, attributes.isDirectory());
        }
        return path;
    }

    /** SIZE and MDTM describe what RETR would send (RFC 3659, sections 3 and 4). */
    private static BasicFileAttributes retrievable(CommandContext x) throws IOException {
        try {
            return regular(x, x.argument()).attributes();
        } catch (MissingPermissionException e) {
            throw e;
        } catch (FileSystemException e) {
            var refused = new AccessDeniedException(x.argument(), null, "not retrievable: " + FileFailures.reason(e));
            refused.initCause(e);
            throw refused;
        }
    }

    /** Refuses to rename a directory if one below it has permissions of its own, as these are bound to its path. */
    private static HomePath renamable(CommandContext x, String argument) throws IOException {
        var path = notHome(x, argument, "rename home directory");
        if (!path.exists()) {
            throw new NoSuchFileException(argument);
        }
        if (x.account().grants().below(path.spelled()).findAny().isPresent()) {
            throw new AccessDeniedException(
                    argument, null, "A directory in it has permissions of its own, which are bound to its path");
        }
        return path;
    }

    private static HomePath notHome(CommandContext x, String argument, String action) throws IOException {
        var path = x.entry(argument);
        if (path.isHome()) {
            throw new AccessDeniedException(argument, null, "Can't " + action);
        }
        return path;
    }
}
