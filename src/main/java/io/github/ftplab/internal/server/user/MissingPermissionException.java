package io.github.ftplab.internal.server.user;

import io.github.ftplab.Permission;
import java.nio.file.FileSystemException;
import java.util.Set;

/** A user lacks the permission letter for what a command would do. */
public final class MissingPermissionException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    private final Permission letter;

    /**
     * Says which letter is missing, for what, and which ones there are.
     *
     * @param had the letters that the user has there
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
