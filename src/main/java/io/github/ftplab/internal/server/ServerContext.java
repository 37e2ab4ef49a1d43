package io.github.ftplab.internal.server;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadPoolExecutor;
import org.apache.ftpserver.ConnectionConfig;
import org.apache.ftpserver.command.CommandFactory;
import org.apache.ftpserver.ftplet.FileSystemFactory;
import org.apache.ftpserver.ftplet.FtpStatistics;
import org.apache.ftpserver.ftplet.Ftplet;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.ftpletcontainer.FtpletContainer;
import org.apache.ftpserver.ftpletcontainer.impl.DefaultFtpletContainer;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.message.MessageResource;
import org.jspecify.annotations.Nullable;

/**
 * Provides the parts of one server to Apache FtpServer's container. FtpServer's own context would create all its
 * commands, users and messages, which are not used here, and wait five seconds for its threads at the end.
 */
final class ServerContext implements FtpServerContext {

    private final ThreadPoolExecutor threads;
    private final FtpletContainer ftplets = new DefaultFtpletContainer();
    private Map<String, Listener> listeners = Map.of();
    private @Nullable CommandFactory commands;

    /** @param threads runs commands; shut down with the server */
    ServerContext(ThreadPoolExecutor threads) {
        this.threads = threads;
    }

    /** Adds the parts that need this context. Called once, before the server starts. */
    void complete(CommandFactory commands, Listener listener) {
        this.commands = commands;
        listeners = Map.of("default", listener);
    }

    @Override
    public ThreadPoolExecutor getThreadPoolExecutor() {
        return threads;
    }

    @Override
    public CommandFactory getCommandFactory() {
        return Objects.requireNonNull(commands, "complete() comes before the first command");
    }

    @Override
    public Map<String, Listener> getListeners() {
        return listeners;
    }

    @Override
    public @Nullable Listener getListener(String name) {
        return listeners.get(name);
    }

    @Override
    public FtpletContainer getFtpletContainer() {
        return ftplets;
    }

    @Override
    public @Nullable Ftplet getFtplet(String name) {
        return ftplets.getFtplet(name);
    }

    @Override
    public void dispose() {
        threads.shutdown();
    }

    /** Interrupts the commands that are running. */
    void abandon() {
        threads.shutdownNow();
    }

    @Override
    public UserManager getUserManager() {
        throw unused("user manager");
    }

    @Override
    public FileSystemFactory getFileSystemManager() {
        throw unused("file system");
    }

    @Override
    public FtpStatistics getFtpStatistics() {
        throw unused("statistics");
    }

    @Override
    public MessageResource getMessageResource() {
        throw unused("messages");
    }

    @Override
    public ConnectionConfig getConnectionConfig() {
        throw unused("connection settings");
    }

    /** Only FtpServer's own commands and handler use these parts, so a call is a bug. */
    private static UnsupportedOperationException unused(String part) {
        return new UnsupportedOperationException("FtpLab does not use FtpServer's " + part);
    }
}
