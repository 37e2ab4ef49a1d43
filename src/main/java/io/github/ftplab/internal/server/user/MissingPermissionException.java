package io.github.ftplab.internal.server.user;

import io.github.ftplab.Permission;
import java.nio.file.FileSystemException;
import java.util.Set;

/** A user lacks the permission for a command. */
public final class MissingPermissionException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    private final Permission letter;

    /**
     * Creates the exception; its message names the missing permission letter, the command and the user's letters.
     *
     * @param had the permissions that the user has at the path
     */
    public MissingPermissionException(Permission letter, String command, Account account, Set<Permission> had) {
        super(
                null,
                null,
                "Not enough privileges: %s needs the letter '%s' (%s), and user %s has \"%s\"%s."
                        .formatted(
                                command,
                                letter.letter(),
                                letter.meaning(),
                                account.name(),
                                Permission.format(had),
                                had.equals(account.permissions()) ? "" : " there"));
        this.letter = letter;
    }

    public Permission letter() {
        return letter;
    }
}
