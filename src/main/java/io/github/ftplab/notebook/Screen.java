package io.github.ftplab.notebook;

/** Where a cell's output is shown while the cell runs. */
interface Screen {

    /** {@return the name of the new place where the value is shown} */
    String show(Object value) throws ReflectiveOperationException;

    /** Shows another value in that place. */
    void update(String place, Object value) throws ReflectiveOperationException;
}
