/** The adapter for IJava. */
@NullMarked
package io.github.ftplab.internal.notebook.ijava;

import org.jspecify.annotations.NullMarked;
