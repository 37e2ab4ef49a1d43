package io.github.ftplab.internal.cli;

import io.github.ftplab.Permission;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code NAME:PASSWORD:LETTERS[:HOME]}. The first three have no colon in them, so that a home can, as in {@code
 * C:\ftp}. Messages never repeat the text: where a colon is missing or too many, any part of it may be the password.
 *
 * @param secret what stands in the password's place: itself, {@code env=VARIABLE}, or nothing
 * @param home where given
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
            throw new TypeConversionException("a user is written " + FORM + ", as in ann:potato:elr");
        }
        var name = parts[0];
        if (name.isBlank()) {
            throw new TypeConversionException("the name is empty: a user is written " + FORM);
        }
        if (name.equals("anonymous")) {
            throw new TypeConversionException("anonymous has no password of its own: use --anonymous LETTERS");
        }
        checkLetters(name, parts[2]);
        return new UserOption(name, parts[1], parts[2], parts.length == 4 ? home(name, parts[3]) : null);
    }

    private static void checkLetters(String name, String letters) {
        try {
            if (!letters.isEmpty() && !Permission.parse(letters).isEmpty()) {
                return;
            }
        } catch (IllegalArgumentException namesTheText) {
            // told below, without it
        }
        throw new TypeConversionException(
                "the LETTERS of %s have to be some of %s (%s reads), in %s; for a password with a colon use %sVARIABLE"
                        .formatted(
                                name,
                                Permission.format(Permission.ALL),
                                Permission.format(Permission.READ_ONLY),
                                FORM,
                                FROM_ENVIRONMENT));
    }

    private static Path home(String name, String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("the HOME of " + name + " is empty: leave out its colon too for DIR");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("the HOME of " + name + " is not a path of this system");
        }
    }

    /**
     * Finds out the password.
     *
     * @throws IllegalArgumentException if there is none
     */
    String password(Map<String, String> environment, Prompt prompt) {
        if (secret.startsWith(FROM_ENVIRONMENT)) {
            var variable = secret.substring(FROM_ENVIRONMENT.length());
            return Optional.ofNullable(environment.get(variable))
                    .filter(value -> !value.isEmpty())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the password of %s is to come from the variable %s, which is not set: export it first"
                                    .formatted(name, variable)));
        }
        if (!secret.isEmpty()) {
            return secret;
        }
        return prompt.ask(name)
                .filter(typed -> !typed.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s has no password, and there was nobody to ask for one: give it in %s, or as %sVARIABLE"
                                .formatted(name, FORM, FROM_ENVIRONMENT)));
    }

    /** Who can be asked for a password. */
    @FunctionalInterface
    interface Prompt {

        /** {@return what was typed; nothing if nobody is there} */
        Optional<String> ask(String user);
    }

    /** {@return the user without the password} */
    @Override
    public String toString() {
        return name + " " + letters;
    }
}
