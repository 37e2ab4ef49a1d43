package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A file, directory or link on a server, as described by a listing. What the listing does not contain is empty.
 *
 * <pre>{@code
 * for (var file : ftp.dir()) System.out.println(file.name() + " " + file.size().orElse(0));
 * }</pre>
 *
 * <p>The client makes them; {@link #builder} is for tests of code that takes them.
 */
public final class RemoteFile {

    // A listing may have a million entries, so what is unknown takes no memory: -1, null or an empty string.
    private final String name;
    private final String path;
    private final Type type;
    private final long size;
    private final @Nullable Instant modified;
    private final String permissions;
    private final String owner;
    private final String group;
    private final String target;
    private final Map<String, String> facts;

    private RemoteFile(Builder builder) {
        name = builder.name;
        path = builder.path;
        type = builder.type;
        size = builder.size;
        modified = builder.modified;
        permissions = builder.permissions;
        owner = builder.owner;
        group = builder.group;
        target = builder.target;
        facts = builder.facts;
    }

    /**
     * Begins a description of a regular file about which nothing else is known.
     *
     * <pre>{@code
     * var changed = Instant.parse("2026-03-05T21:18:00Z");
     * var file = RemoteFile.builder("a.txt").path("pub/a.txt").size(6).modified(changed).
     *         permissions("rw-r--r--").owner("ann").group("staff").build();
     * var link = RemoteFile.builder("latest").type(RemoteFile.Type.LINK).target("a.txt").build();
     * var listed = RemoteFile.builder("b.txt").facts(Map.of("type", "file", "perm", "adfrw")).build();
     * }</pre>
     *
     * @param name the last part of its path
     * @return a builder whose path is the name
     */
    public static Builder builder(String name) {
        return new Builder(requireNonNull(name, "name"));
    }

    /** {@return the last part of its path} */
    public String name() {
        return name;
    }

    /**
     * {@return its path, valid for the session that listed it while its current directory stays the same: {@code
     * pub/a.txt} in the listing of {@code pub}}
     */
    public String path() {
        return path;
    }

    /** {@return what it is} */
    public Type type() {
        return type;
    }

    /** {@return its size in bytes; of a directory, whatever the server reports} */
    public OptionalLong size() {
        return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /**
     * {@return when it was last modified} LIST has neither seconds nor a time zone, so this machine's zone is assumed
     * unless {@link FtpClientBuilder#zone} sets another; {@link FtpClient#modified} asks for the exact time.
     */
    public Optional<Instant> modified() {
        return Optional.ofNullable(modified);
    }

    /** {@return the nine letters of {@code ls -l}, such as {@code rw-r--r--}} */
    public Optional<String> permissions() {
        return known(permissions);
    }

    /** {@return the user who owns it} */
    public Optional<String> owner() {
        return known(owner);
    }

    /** {@return the group that owns it} */
    public Optional<String> group() {
        return known(group);
    }

    /** {@return where a link points} */
    public Optional<String> target() {
        return known(target);
    }

    /** {@return its facts from MLSD (RFC 3659), names in lower case; empty after LIST. Unmodifiable} */
    public Map<String, String> facts() {
        return facts;
    }

    private static Optional<String> known(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** What an entry of a listing is. */
    public enum Type {
        /** A regular file. */
        FILE,
        /** A directory. */
        DIRECTORY,
        /** A symbolic link, whatever it points to. */
        LINK,
        /** A device, a pipe or anything else. */
        OTHER
    }

    /** {@return whether it is a regular file} */
    public boolean isFile() {
        return type == Type.FILE;
    }

    /**
     * {@return whether it is a directory}
     *
     * <pre>{@code
     * ftp.list().filter(RemoteFile::isDirectory);
     * }</pre>
     */
    public boolean isDirectory() {
        return type == Type.DIRECTORY;
    }

    /**
     * {@return one line, such as {@code example.txt (6 bytes, 2026-03-05T21:18:00Z)}; a directory's name ends in a
     * slash}
     */
    @Override
    public String toString() {
        var text = new StringBuilder(Text.visible(name)).append(isDirectory() ? "/" : "");
        target().ifPresent(where -> text.append(" → ").append(Text.visible(where)));
        var details = new ArrayList<String>();
        if (isFile()) {
            size().ifPresent(bytes -> details.add(bytes == 1 ? "1 byte" : bytes + " bytes"));
        }
        modified().ifPresent(time -> details.add(time.toString()));
        return details.isEmpty() ? text.toString() : text + " (" + String.join(", ", details) + ")";
    }

    private List<@Nullable Object> parts() {
        return Arrays.asList(name, path, type, size, modified, permissions, owner, group, target, facts);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RemoteFile that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    /** Describes a {@link RemoteFile}. Not safe for use by several threads. */
    public static final class Builder {

        private final String name;
        private String path;
        private Type type = Type.FILE;
        private long size = -1;
        private @Nullable Instant modified;
        private String permissions = "";
        private String owner = "";
        private String group = "";
        private String target = "";
        private Map<String, String> facts = Map.of();

        private Builder(String name) {
            this.name = name;
            this.path = name;
        }

        /**
         * Sets the path; by default it is the name.
         *
         * @param path such as {@code pub/a.txt}
         * @return this builder
         */
        public Builder path(String path) {
            this.path = requireNonNull(path, "path");
            return this;
        }

        /**
         * Sets what it is; by default a regular file.
         *
         * @param type what it is
         * @return this builder
         */
        public Builder type(Type type) {
            this.type = requireNonNull(type, "type");
            return this;
        }

        /**
         * Sets the size.
         *
         * @param bytes 0 or more; a negative number if it is unknown
         * @return this builder
         */
        public Builder size(long bytes) {
            this.size = Math.max(-1, bytes);
            return this;
        }

        /**
         * Sets the modification time.
         *
         * @param modified when it was last modified
         * @return this builder
         */
        public Builder modified(Instant modified) {
            this.modified = requireNonNull(modified, "modified");
            return this;
        }

        /**
         * Sets the permissions.
         *
         * @param permissions nine letters, such as {@code rw-r--r--}; empty if they are unknown
         * @return this builder
         */
        public Builder permissions(String permissions) {
            this.permissions = requireNonNull(permissions, "permissions");
            return this;
        }

        /**
         * Sets the owner.
         *
         * @param owner the user's name; empty if it is unknown
         * @return this builder
         */
        public Builder owner(String owner) {
            this.owner = requireNonNull(owner, "owner");
            return this;
        }

        /**
         * Sets the group.
         *
         * @param group the group's name; empty if it is unknown
         * @return this builder
         */
        public Builder group(String group) {
            this.group = requireNonNull(group, "group");
            return this;
        }

        /**
         * Sets where a link points.
         *
         * @param target the target's path, as stored in the link; empty if it is unknown
         * @return this builder
         */
        public Builder target(String target) {
            this.target = requireNonNull(target, "target");
            return this;
        }

        /**
         * Sets the facts from MLSD; they change nothing else.
         *
         * @param facts names in lower case, and values; they are copied
         * @return this builder
         */
        public Builder facts(Map<String, String> facts) {
            this.facts = Map.copyOf(requireNonNull(facts, "facts"));
            return this;
        }

        /** {@return the description} */
        public RemoteFile build() {
            return new RemoteFile(this);
        }

        /** {@return the text of what it builds} */
        @Override
        public String toString() {
            return build().toString();
        }
    }
}
