package io.github.ftplab.internal.server.control;

import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.server.log.EventLog;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.transport.socket.nio.NioProcessor;
import org.apache.mina.transport.socket.nio.NioSession;

/**
 * The threads that read and write control connections: MINA's, with four differences. An {@link Error} does not end
 * them, and a broken connection is no error. They can be stopped while one of them is stuck. Only they change a
 * connection's interest set: in MINA, a thread that resumes reading may overwrite the interest that an I/O thread has
 * just set, and the rest of a partly sent reply is then never sent.
 */
final class IoThreads implements IoProcessor<NioSession> {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ControlProcessor[] processors;
    private final Consumer<IoSession> changed;
    private final EventLog log;
    private volatile boolean ended;

    /** @param changed called by a connection's I/O thread after reading was suspended or resumed */
    IoThreads(Executor threads, int count, Consumer<IoSession> changed, EventLog log) {
        this.changed = changed;
        this.log = log;
        processors = new ControlProcessor[count];
        for (int i = 0; i < count; i++) {
            processors[i] = new ControlProcessor(loop -> threads.execute(() -> keepRunning(loop)));
        }
    }

    /** Restarts MINA's loop after an error, which is possible as its state is in the selector and in queues. */
    private void keepRunning(Runnable loop) {
        Throwable failure = null;
        do {
            try {
                if (failure != null) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                    log.add(Level.ERROR, "an I/O thread continues after an unexpected error: " + failure);
                }
                loop.run();
                return;
            } catch (Throwable e) {
                failure = e;
            }
        } while (!ended);
    }

    private ControlProcessor of(NioSession io) {
        return processors[(int) (io.getId() % processors.length)];
    }

    @Override
    public void add(NioSession io) {
        of(io).add(io);
    }

    @Override
    public void remove(NioSession io) {
        of(io).remove(io);
    }

    @Override
    public void flush(NioSession io) {
        of(io).flush(io);
    }

    @Override
    public void write(NioSession io, WriteRequest request) {
        of(io).write(io, request);
    }

    @Override
    public void updateTrafficControl(NioSession io) {
        of(io).updateTrafficMask(io);
    }

    @Override
    public boolean isDisposing() {
        return processors[0].isDisposing();
    }

    @Override
    public boolean isDisposed() {
        return processors[0].isDisposed();
    }

    /** Closes all connections and waits until that is done, without a time limit. */
    @Override
    public void dispose() {
        for (var processor : processors) {
            processor.dispose();
        }
    }

    /** Closes the selectors without waiting for the threads. */
    void abandon() {
        ended = true;
        for (var processor : processors) {
            processor.abandon();
        }
    }

    private final class ControlProcessor extends NioProcessor {

        ControlProcessor(Executor threads) {
            super(threads);
        }

        /**
         * Returns what is selected but not processed yet: after an error, the connections selected together with the
         * failed one.
         */
        @Override
        protected int select(long timeout) throws Exception {
            var selected = selector.selectedKeys();
            if (selected.isEmpty()) {
                return super.select(timeout);
            }
            selector.selectNow();
            return selected.size();
        }

        /** Called by the I/O thread. */
        @Override
        public void updateTrafficControl(NioSession io) {
            try {
                setInterestedInRead(io, !io.isReadSuspended());
                changed.accept(io);
            } catch (Exception | Error e) {
                io.getFilterChain().fireExceptionCaught(e);
            }
        }

        /**
         * Closes the connection if it is broken. MINA would do so as well, but log an error, which is none: clients
         * often close without waiting for the last reply.
         */
        @Override
        protected int read(NioSession io, IoBuffer into) throws Exception {
            try {
                return super.read(io, into);
            } catch (IOException e) {
                io.closeNow();
                return 0;
            } catch (Error e) {
                throw new IOException(e);
            }
        }

        /** Closes the connection if it is broken, as {@link #read} does. */
        @Override
        protected int write(NioSession io, IoBuffer from, int length) throws IOException {
            try {
                return super.write(io, from, length);
            } catch (IOException e) {
                io.closeNow();
                return 0;
            } catch (Error e) {
                throw new IOException(e);
            }
        }

        private void abandon() {
            try {
                selector.close();
            } catch (IOException e) {
                throw new AssertionError("closing a selector failed", e);
            }
        }
    }
}
