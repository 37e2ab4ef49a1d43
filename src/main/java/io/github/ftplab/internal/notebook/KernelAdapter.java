package io.github.ftplab.internal.notebook;

/**
 * What FtpLab needs of a kernel. Each adapter is a class of its own, which is loaded only where its kernel is, and has
 * a public constructor without parameters.
 */
public interface KernelAdapter {

    /** Tells the kernel how values look. */
    void register() throws ReflectiveOperationException;

    /** Shows a value in the output of the cell that runs. */
    DisplayHandle show(Object value) throws ReflectiveOperationException;
}
