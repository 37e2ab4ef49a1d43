/** The adapter for rapaio's kernel. */
@NullMarked
package io.github.ftplab.internal.notebook.rapaio;

import org.jspecify.annotations.NullMarked;
