package io.github.ftplab.internal.notebook;

/**
 * A kernel's display functions. Each implementation is loaded only in its kernel, and has a public constructor without
 * parameters.
 */
public interface KernelAdapter {

    /** Registers the renderers with the kernel. */
    void register() throws ReflectiveOperationException;

    /** Shows a value in the output of the running cell. */
    DisplayHandle show(Object value) throws ReflectiveOperationException;
}
