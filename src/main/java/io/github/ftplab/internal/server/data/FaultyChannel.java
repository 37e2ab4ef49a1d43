package io.github.ftplab.internal.server.data;

import io.github.ftplab.internal.fault.FaultAction.Kind;
import io.github.ftplab.internal.fault.SessionPoint.Stage;
import io.github.ftplab.internal.protocol.RateLimiter;
import io.github.ftplab.internal.server.fault.ArmedFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** A data connection with which something goes wrong after some bytes or lines. */
final class FaultyChannel implements DataChannel {

    private final DataChannel delegate;
    private final TransferContext x;
    private final StallMonitor.Progress progress;
    /** The faults that have not happened yet. */
    private final List<ArmedFault> coming;

    private long bytes;
    private long lines;
    private boolean ended;
    private boolean flipping;
    private boolean losing;
    private RateLimiter limiter = RateLimiter.NONE;

    FaultyChannel(DataChannel delegate, TransferContext x, StallMonitor.Progress progress, List<ArmedFault> faults) {
        this.delegate = delegate;
        this.x = x;
        this.progress = progress;
        coming = new ArrayList<>(faults);
    }

    private interface Transfer {
        int run(ByteBuffer buffer) throws IOException;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        happen();
        if (ended) {
            return -1;
        }
        int at = into.position();
        int count = limited(into, room(into.remaining()), delegate::read);
        if (count <= 0) {
            return count;
        }
        flip(into, at);
        count(into, at, count);
        if (losing) {
            losing = false;
            into.position(at);
            return 0;
        }
        return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        happen();
        if (ended) {
            throw InjectedEnd.cut();
        }
        int at = from.position();
        int most = Math.min(room(from.remaining()), beforeNextLines(from));
        if (losing && most > 0) {
            losing = false;
            from.position(at + 1);
            count(from, at, 1);
            return 1;
        }
        flip(from, at);
        int count = limited(from, most, delegate::write);
        count(from, at, count);
        return count;
    }

    /** Copies through a buffer, of which it sends as much as can be sent before the next fault. */
    @Override
    public long send(FileChannel file, long position, long count) throws IOException {
        var buffer = DataTransfer.buffer();
        buffer.limit((int) Math.min(buffer.capacity(), count));
        int read = file.read(buffer, position);
        buffer.flip();
        if (read <= 0) {
            happen();
            return 0;
        }
        return write(buffer);
    }

    private int limited(ByteBuffer buffer, int most, Transfer transfer) throws IOException {
        int limit = buffer.limit();
        buffer.limit(buffer.position() + (int) limiter.piece(most));
        try {
            int count = transfer.run(buffer);
            x.data().pause(limiter.pause(count, System.nanoTime()));
            return count;
        } finally {
            buffer.limit(limit);
        }
    }

    /** {@return how many bytes to transfer before the next fault that comes after a number of them} */
    private int room(int most) {
        long room = flipping || losing ? 1 : most;
        for (var fault : coming) {
            var point = fault.rule().point();
            if (point.stage() == Stage.BYTES && point.amount() > bytes) {
                room = Math.min(room, point.amount() - bytes);
            }
        }
        return (int) Math.min(most, room);
    }

    /** {@return how many bytes there are before the end of the line after which the next fault comes} */
    private int beforeNextLines(ByteBuffer from) {
        long next = Long.MAX_VALUE;
        for (var fault : coming) {
            var point = fault.rule().point();
            if (point.stage() == Stage.LINES) {
                next = Math.min(next, point.amount());
            }
        }
        long missing = next - lines;
        for (int i = 0; i < from.remaining() && next < Long.MAX_VALUE; i++) {
            if (from.get(from.position() + i) == '\n' && --missing == 0) {
                return i + 1;
            }
        }
        return from.remaining();
    }

    private void flip(ByteBuffer buffer, int at) {
        if (flipping && buffer.limit() > at) {
            flipping = false;
            buffer.put(at, (byte) ~buffer.get(at));
        }
    }

    private void count(ByteBuffer buffer, int at, int count) {
        bytes += count;
        for (int i = at; i < at + count; i++) {
            lines += buffer.get(i) == '\n' ? 1 : 0;
        }
    }

    /** Lets happen what is due by now. */
    private void happen() throws IOException {
        for (int i = 0; i < coming.size(); i++) {
            var fault = coming.get(i);
            var point = fault.rule().point();
            boolean isDue = point.amount() <= (point.stage() == Stage.BYTES ? bytes : lines);
            if (isDue && fault.rule().action().kind() != Kind.NO_CLOSE_NOTIFY) {
                coming.remove(i--);
                happen(fault, point.stage());
            }
        }
    }

    private void happen(ArmedFault fault, Stage stage) throws IOException {
        progress.rest(true);
        try {
            var action = x.faults().during(fault, stage, x.verb(), x.argument());
            if (action == null) {
                return;
            }
            switch (action.kind()) {
                case CUT -> ended = true;
                case FLIP_BYTE -> flipping = true;
                case LOSE_BYTE -> losing = true;
                case RATE -> limiter = new RateLimiter(action.amount());
                default -> TransferFaults.end(x, action);
            }
        } finally {
            progress.rest(false);
        }
    }

    @Override
    public void finish() throws IOException {
        happen();
        for (var fault : coming) {
            if (fault.rule().action().kind() == Kind.NO_CLOSE_NOTIFY
                    && x.data().isSecure()
                    && x.faults().during(fault, Stage.BYTES, x.verb(), x.argument()) != null) {
                return;
            }
        }
        delegate.finish();
    }

    @Override
    public void release() {
        delegate.release();
    }
}
