package io.github.ftplab.server;

import io.github.ftplab.Permission;
import java.nio.file.FileSystemException;
import java.util.Set;

/** A user lacks the permission letter for what a command would do. */
final class MissingLetterException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    private final Permission letter;

    /** @param had the letters that the user has there */
    MissingLetterException(Permission letter, String command, Account account, Set<Permission> had) {
        super(
                null,
                null,
                "Not enough privileges: %s needs the letter '%s' (%s), and user %s has \"%s\"%s."
                        .formatted(
                                command,
                                letter.letter(),
                                letter.meaning(),
                                account.getName(),
                                Permission.format(had),
                                had.equals(account.permissions()) ? "" : " there"));
        this.letter = letter;
    }

    Permission letter() {
        return letter;
    }
}
