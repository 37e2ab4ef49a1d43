package io.github.ftplab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The types of the public API. */
final class PublicTypes {

    private static final Path CLASSES = Path.of("target/classes/io/github/ftplab");

    private PublicTypes() {}

    /** {@return those of the main package, including nested types, sorted by name} */
    static Stream<Class<?>> all() {
        return in("");
    }

    /** {@return those of the extension for JUnit} */
    static Stream<Class<?>> ofJUnit() {
        return in("junit.");
    }

    private static Stream<Class<?>> in(String subpackage) {
        try (var found = Files.list(CLASSES.resolve(subpackage.replace(".", "")))) {
            return found
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .sorted()
                    .<Class<?>>map(name -> load(subpackage + name))
                    .filter(PublicTypes::isPublic)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName("io.github.ftplab." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isPublic(Class<?> type) {
        var outer = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers()) && !type.isAnonymousClass() && (outer == null || isPublic(outer));
    }
}
