/** The adapter for the IJava kernel. */
@NullMarked
package io.github.ftplab.internal.notebook.ijava;

import org.jspecify.annotations.NullMarked;
