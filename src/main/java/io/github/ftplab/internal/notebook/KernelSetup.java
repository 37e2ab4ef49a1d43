package io.github.ftplab.internal.notebook;

import io.github.ftplab.internal.repl.ReplSetup;

/** Registers the renderers in a kernel that has only the jar on its class path, such as IJava. */
public final class KernelSetup implements ReplSetup {

    @Override
    public void prepare() {
        Kernels.teach();
    }
}
