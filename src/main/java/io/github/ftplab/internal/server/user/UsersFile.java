package io.github.ftplab.internal.server.user;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.ftplab.Permission;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.server.file.FileExposure;
import io.github.ftplab.internal.server.file.FileFailures;
import io.github.ftplab.internal.server.file.Home;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads users from a CSV file (RFC 4180) in UTF-8. The first line names the columns {@code name}, {@code password},
 * {@code home} and {@code letters}, in any order, and may name {@code quota}, a number of bytes.
 */
public final class UsersFile {

    /** Who should not read plain passwords. */
    private static final Set<PosixFilePermission> READERS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_READ);

    private static final List<String> COLUMNS = List.of("name", "password", "home", "letters");

    private static final String QUOTA = "quota";

    /** Lines with missing or extra fields are reported in {@link #account}, with the line number. */
    private static final CsvReader.CsvReaderBuilder FORMAT = CsvReader.builder()
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE);

    private UsersFile() {}

    /**
     * Reads all users.
     *
     * @param homes opens a user's home
     * @throws IllegalArgumentException if the file can't be read or is invalid; the message names file and line, and
     *     never contains a password
     */
    public static List<Account> read(Path file, Function<Path, Home> homes) {
        var accounts = new ArrayList<Account>();
        var names = new HashSet<String>();
        try (var records = FORMAT.ofNamedCsvRecord(text(file))) {
            var rows = records.iterator();
            while (rows.hasNext()) {
                accounts.add(account(file, rows.next(), names, homes));
            }
        } catch (CsvParseException e) {
            // The message names the line.
            throw new IllegalArgumentException("%s: %s".formatted(file, e.getMessage()), e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("cannot read the users in %s: no such file".formatted(file), e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "cannot read the users in %s: the file is not in UTF-8; save it in UTF-8".formatted(file), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot read the users in %s: %s".formatted(file, FileFailures.reason(e)), e);
        }
        if (accounts.isEmpty()) {
            throw new IllegalArgumentException(
                    "no users in %s: the first line must be %s, and each further line is a user"
                            .formatted(file, header()));
        }
        return accounts;
    }

    /**
     * {@return a warning if other users of this machine can read plain passwords in the file} Empty where the file system
     * has no modes.
     *
     * @param accounts the users in the file
     */
    public static Optional<String> warning(Path file, List<Account> accounts) {
        if (accounts.stream().noneMatch(Account::hasPlainPassword)) {
            return Optional.empty();
        }
        return FileExposure.warning(file, "the plain passwords", READERS)
                .map(warning -> warning + ", or hash them with FtpServer.hashPassword");
    }

    /** Skips the byte order mark that spreadsheets on Windows write. */
    private static String text(Path file) throws IOException {
        var text = Files.readString(file);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static Account account(Path file, NamedCsvRecord row, Set<String> names, Function<Path, Home> homes) {
        var header = new ArrayList<>(row.getHeader());
        header.remove(QUOTA);
        if (!Set.copyOf(header).equals(Set.copyOf(COLUMNS)) || header.size() != COLUMNS.size()) {
            throw new IllegalArgumentException("%s:1: the first line must be %s".formatted(file, header()));
        }
        try {
            if (row.getFieldCount() != row.getHeader().size()) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "the line has %d values, but the first line has %d",
                        row.getFieldCount(),
                        row.getHeader().size()));
            }
            var name = row.getField("name");
            if (!names.add(name)) {
                throw new IllegalArgumentException("there is a user " + name + " already: user names are unique");
            }
            var directory = file.toAbsolutePath().resolveSibling(row.getField("home"));
            var letters = row.getField("letters");
            requireLetters(letters);
            var account = Account.fromFile(name, row.getField("password"), homes.apply(directory), letters);
            account.quota(quota(row));
            return account;
        } catch (InvalidPathException e) {
            throw wrong(file, row, "the home is not a path of this system", e);
        } catch (IllegalArgumentException e) {
            throw wrong(file, row, String.valueOf(e.getMessage()), e);
        }
    }

    /** Checks one letter at a time, so that the message quotes one: where columns were swapped, they are the password. */
    private static void requireLetters(String letters) {
        for (int i = 0; i < letters.length(); i++) {
            Permission.parse(letters.substring(i, i + 1));
        }
    }

    /** The message does not quote the text: where columns were swapped, it is the password. */
    private static long quota(NamedCsvRecord row) {
        var text = row.findField(QUOTA).orElse("");
        long quota = text.isEmpty() ? 0 : Text.number(text);
        if (quota < 0) {
            throw new IllegalArgumentException("the quota is not a number of bytes, such as 50000000");
        }
        return quota;
    }

    private static IllegalArgumentException wrong(Path file, NamedCsvRecord row, String why, Exception cause) {
        return new IllegalArgumentException(
                String.format(Locale.ROOT, "%s:%d: %s", file, row.getStartingLineNumber(), why), cause);
    }

    private static String header() {
        return String.join(",", COLUMNS);
    }
}
