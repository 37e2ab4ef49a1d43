/** The adapter for the rapaio kernel. */
@NullMarked
package io.github.ftplab.internal.notebook.rapaio;

import org.jspecify.annotations.NullMarked;
