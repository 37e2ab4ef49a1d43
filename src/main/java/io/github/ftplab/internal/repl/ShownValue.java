package io.github.ftplab.internal.repl;

/**
 * Something open that can be the value of a cell, such as a stream. A notebook shows its text, and tells it so: a value
 * that nobody holds must not block what comes after it.
 */
public interface ShownValue {

    /** Called when a notebook has shown this as a cell's value. */
    void shown();
}
