package io.github.ftplab.internal.server;

import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.impl.DefaultFtpServer;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.ftpserver.listener.Listener;

/**
 * Apache FtpServer without its line at INFO for each start, which every test with a server of its own would print. The
 * server's log has a line for it, too.
 */
final class QuietFtpServer extends DefaultFtpServer {

    private volatile boolean started;
    private volatile boolean suspended;

    QuietFtpServer(FtpServerContext context) {
        super(context);
    }

    /** Starts the listeners; who called closes them if that fails. */
    @Override
    public void start() throws FtpException {
        var context = getServerContext();
        for (var listener : context.getListeners().values()) {
            listener.start(context);
        }
        context.getFtpletContainer().init(context);
        started = true;
    }

    @Override
    public void stop() {
        started = false;
        super.stop();
    }

    @Override
    public boolean isStopped() {
        return !started;
    }

    @Override
    public void suspend() {
        if (started) {
            getServerContext().getListeners().values().forEach(Listener::suspend);
            suspended = true;
        }
    }

    @Override
    public void resume() {
        if (suspended) {
            getServerContext().getListeners().values().forEach(Listener::resume);
            suspended = false;
        }
    }

    @Override
    public boolean isSuspended() {
        return suspended;
    }
}
