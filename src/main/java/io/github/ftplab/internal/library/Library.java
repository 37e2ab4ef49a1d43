package io.github.ftplab.internal.library;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The libraries that a program's other dependencies may bring in an older version. The class path has one version of
 * each, which may lack what is used here; the JVM then throws a {@link LinkageError}, which names a class and no
 * version.
 */
public enum Library {
    BOUNCY_CASTLE("Bouncy Castle", "org.bouncycastle:bcprov-jdk18on:1.87", "org.bouncycastle.", "asn1.ASN1Object"),
    COMMONS_NET("Apache Commons Net", "commons-net:commons-net:3.13.0", "org.apache.commons.net.", "SocketClient"),
    FASTCSV("FastCSV", "de.siegmar:fastcsv:4.4.0", "de.siegmar.fastcsv.", "reader.CsvReader"),
    FTP_SERVER("Apache FtpServer", "org.apache.ftpserver:ftpserver-core:1.2.1", "org.apache.ftpserver.", "FtpServer"),
    JIMFS("jimfs", "com.google.jimfs:jimfs:1.3.2", "com.google.common.jimfs.", "Jimfs"),
    /** After jimfs, whose packages are below Guava's. */
    GUAVA("Guava", "com.google.guava:guava:33.7.1-jre", "com.google.common.", "collect.ImmutableList"),
    MINA("Apache MINA", "org.apache.mina:mina-core:2.2.10", "org.apache.mina.", "core.service.IoService"),
    SLF4J("SLF4J", "org.slf4j:slf4j-api:2.0.20", "org.slf4j.", "Logger");

    private final String title;
    private final String coordinates;
    private final String packages;
    private final String member;

    /**
     * @param coordinates group, artifact and the version that this build was tested with
     * @param packages the prefix of its packages
     * @param member one of its classes, in every version
     */
    Library(String title, String coordinates, String packages, String member) {
        this.title = title;
        this.coordinates = coordinates;
        this.packages = packages;
        this.member = member;
    }

    /** {@return group, artifact and the version that this build was tested with, as a build tool takes them} */
    public String coordinates() {
        return coordinates;
    }

    /** {@return whether an error comes from a library whose jar is on the class path, in a version that does not fit} */
    public static boolean isOther(LinkageError e) {
        return named(e).filter(library -> library.jar() != null).isPresent();
    }

    /** {@return why a call failed, and what to do about it; completes {@code cannot …: }} */
    public static String explain(LinkageError e) {
        return named(e).map(library -> library.explanation())
                        .orElseGet(() ->
                                "FtpLab needs another version of a library (%s); check your dependencies".formatted(e))
                + ", or use ftplab-all.jar (in Maven and Gradle, the classifier all), which has its own copies";
    }

    private String explanation() {
        var jar = jar();
        return "FtpLab needs %s %s or newer, and the class path has %s; add the dependency %s"
                .formatted(
                        title,
                        coordinates.substring(coordinates.lastIndexOf(':') + 1),
                        jar == null ? "none" : jar,
                        coordinates);
    }

    /** {@return the library that the error names, or its innermost cause that names one} */
    private static Optional<Library> named(LinkageError e) {
        var named = Optional.<Library>empty();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            var frames = cause.getStackTrace();
            // A missing field is named without its class, but it is a class of the library that looks for it.
            var found = inText(String.valueOf(cause.getMessage()).replace('/', '.'))
                    .or(() -> inText(frames.length == 0 ? "" : frames[0].getClassName()));
            named = found.isPresent() ? found : named;
        }
        return named;
    }

    private static Optional<Library> inText(String text) {
        return Arrays.stream(values())
                .filter(library -> text.contains(library.packages))
                .findFirst();
    }

    /** {@return the name of its jar on the class path, with its version as a rule; null if there is none} */
    private @Nullable String jar() {
        try {
            var source = Class.forName(packages + member, false, Library.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource();
            var path = source == null ? title : source.getLocation().getPath();
            return path.substring(path.lastIndexOf('/') + 1);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}
