package io.github.ftplab;

import io.github.ftplab.internal.protocol.Text;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The counters of a {@link FtpServer} since its start: a snapshot.
 *
 * <pre>{@code
 * server.stats().downloads();    // 12
 * server.stats();                // connections 3, logins 2 (1 failed), uploads 0 (0 bytes), downloads 12 (48.2 KB)
 * }</pre>
 */
public final class ServerStats {

    private final long connections;
    private final long logins;
    private final long failedLogins;
    private final long uploads;
    private final long downloads;
    private final long bytesReceived;
    private final long bytesSent;

    private ServerStats(Builder builder) {
        connections = builder.connections;
        logins = builder.logins;
        failedLogins = builder.failedLogins;
        uploads = builder.uploads;
        downloads = builder.downloads;
        bytesReceived = builder.bytesReceived;
        bytesSent = builder.bytesSent;
    }

    /**
     * Begins a set of counts, as the server does for its own; for tests of code that takes one.
     *
     * <pre>{@code
     * ServerStats.builder().connections(3).logins(2).failedLogins(1).uploads(0).bytesReceived(0).
     *         downloads(12).bytesSent(48_213).build();
     * }</pre>
     *
     * @return a builder whose counts are all 0
     */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return how many clients connected} */
    public long connections() {
        return connections;
    }

    /** {@return how many logins succeeded} */
    public long logins() {
        return logins;
    }

    /** {@return how many wrong user names or passwords were sent} */
    public long failedLogins() {
        return failedLogins;
    }

    /** {@return how many files were uploaded completely} */
    public long uploads() {
        return uploads;
    }

    /** {@return how many files were downloaded completely} */
    public long downloads() {
        return downloads;
    }

    /** {@return how many bytes of files were received, including incomplete files} */
    public long bytesReceived() {
        return bytesReceived;
    }

    /** {@return how many bytes of files were sent, including incomplete files} */
    public long bytesSent() {
        return bytesSent;
    }

    /**
     * {@return one line, such as {@code connections 3, logins 2 (1 failed), uploads 0 (0 bytes), downloads 12 (48.2 KB)}}
     */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "connections %d, logins %d (%d failed), uploads %d (%s), downloads %d (%s)",
                connections,
                logins,
                failedLogins,
                uploads,
                Text.bytes(bytesReceived),
                downloads,
                Text.bytes(bytesSent));
    }

    private List<Object> parts() {
        return List.of(connections, logins, failedLogins, uploads, downloads, bytesReceived, bytesSent);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerStats that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    /** Describes a {@link ServerStats}. Not safe for use by several threads. */
    public static final class Builder {

        private long connections;
        private long logins;
        private long failedLogins;
        private long uploads;
        private long downloads;
        private long bytesReceived;
        private long bytesSent;

        private Builder() {}

        /**
         * Sets how many clients connected.
         *
         * @param connections how many clients connected
         * @return this builder
         */
        public Builder connections(long connections) {
            this.connections = connections;
            return this;
        }

        /**
         * Sets how many logins succeeded.
         *
         * @param logins how many logins succeeded
         * @return this builder
         */
        public Builder logins(long logins) {
            this.logins = logins;
            return this;
        }

        /**
         * Sets how many logins failed.
         *
         * @param failedLogins how many wrong user names or passwords were sent
         * @return this builder
         */
        public Builder failedLogins(long failedLogins) {
            this.failedLogins = failedLogins;
            return this;
        }

        /**
         * Sets how many files were uploaded.
         *
         * @param uploads how many files were uploaded completely
         * @return this builder
         */
        public Builder uploads(long uploads) {
            this.uploads = uploads;
            return this;
        }

        /**
         * Sets how many files were downloaded.
         *
         * @param downloads how many files were downloaded completely
         * @return this builder
         */
        public Builder downloads(long downloads) {
            this.downloads = downloads;
            return this;
        }

        /**
         * Sets how many bytes were received.
         *
         * @param bytesReceived how many bytes of files were received, including incomplete files
         * @return this builder
         */
        public Builder bytesReceived(long bytesReceived) {
            this.bytesReceived = bytesReceived;
            return this;
        }

        /**
         * Sets how many bytes were sent.
         *
         * @param bytesSent how many bytes of files were sent, including incomplete files
         * @return this builder
         */
        public Builder bytesSent(long bytesSent) {
            this.bytesSent = bytesSent;
            return this;
        }

        /** {@return the counts} */
        public ServerStats build() {
            return new ServerStats(this);
        }

        /** {@return the text of what it builds} */
        @Override
        public String toString() {
            return build().toString();
        }
    }
}
