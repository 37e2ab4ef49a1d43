package io.github.ftplab.internal.cli;

import io.github.ftplab.Permission;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/**
 * A user in the form {@code NAME:PASSWORD:LETTERS[:HOME]}. The first three parts contain no colon, so a home can, as in
 * {@code C:\ftp}. Error messages never repeat the text: with a colon too few or too many, any part may be the password.
 *
 * @param secret the PASSWORD part: the password itself, {@code env=VARIABLE}, or empty
 * @param home null if not given
 */
record UserOption(
        String name,
        String secret,
        String letters,
        @Nullable Path home) {

    static final String FORM = "NAME:PASSWORD:LETTERS[:HOME]";

    private static final String FROM_ENVIRONMENT = "env=";

    static UserOption parse(String text) {
        var parts = text.split(":", 4);
        if (parts.length < 3) {
            throw new TypeConversionException("the form of a user is " + FORM + ", for example ann:potato:elr");
        }
        var name = parts[0];
        if (name.isBlank()) {
            throw new TypeConversionException("the name is empty: the form of a user is " + FORM);
        }
        if (name.equals("anonymous")) {
            throw new TypeConversionException("anonymous has no password: use --anonymous LETTERS");
        }
        checkLetters(name, parts[2]);
        return new UserOption(name, parts[1], parts[2], parts.length == 4 ? home(name, parts[3]) : null);
    }

    private static void checkLetters(String name, String letters) {
        try {
            if (!letters.isEmpty() && !Permission.parse(letters).isEmpty()) {
                return;
            }
        } catch (IllegalArgumentException quotesTheText) {
            // replaced by the message below, which does not quote the text
        }
        throw new TypeConversionException(
                "the LETTERS of %s must be some of %s (%s for reading), in %s; for a password with a colon use %sVARIABLE"
                        .formatted(
                                name,
                                Permission.format(Permission.ALL),
                                Permission.format(Permission.READ_ONLY),
                                FORM,
                                FROM_ENVIRONMENT));
    }

    private static Path home(String name, String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("the HOME of " + name + " is empty: omit the last colon to use DIR");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("the HOME of " + name + " is not a valid path on this system");
        }
    }

    /**
     * {@return the password, from the option, the environment or the prompt}
     *
     * @throws IllegalArgumentException if there is no password
     */
    String password(Map<String, String> environment, Prompt prompt) {
        if (secret.startsWith(FROM_ENVIRONMENT)) {
            var variable = secret.substring(FROM_ENVIRONMENT.length());
            return Optional.ofNullable(environment.get(variable))
                    .filter(value -> !value.isEmpty())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the password of %s is to be read from the variable %s, which is not set: export it first"
                                    .formatted(name, variable)));
        }
        if (!secret.isEmpty()) {
            return secret;
        }
        return prompt.ask(name)
                .filter(typed -> !typed.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s has no password, and there is no terminal to ask for it: set it in %s, or use %sVARIABLE"
                                .formatted(name, FORM, FROM_ENVIRONMENT)));
    }

    /** Asks for a password. */
    @FunctionalInterface
    interface Prompt {

        /** {@return the password that was typed; empty if there is no terminal} */
        Optional<String> ask(String user);
    }

    /** {@return the user without the password} */
    @Override
    public String toString() {
        return name + " " + letters;
    }
}
