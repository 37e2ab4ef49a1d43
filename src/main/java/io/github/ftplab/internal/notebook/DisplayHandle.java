package io.github.ftplab.internal.notebook;

/** Where a cell's output is shown while the cell runs. */
public interface DisplayHandle {

    /** {@return the new place where the value is shown} */
    Place show(Object value) throws ReflectiveOperationException;

    /** A part of a cell's output that can be replaced. */
    interface Place {

        /** Shows another value instead. */
        void update(Object value) throws ReflectiveOperationException;
    }
}
