package io.github.ftplab.internal.notebook;

/** A part of a cell's output that can be replaced while the cell runs. */
@FunctionalInterface
public interface DisplayHandle {

    /** Replaces the displayed value. */
    void update(Object value) throws ReflectiveOperationException;
}
